package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.exchange.Call;

/** A runner as the kit uses it. */
public interface RunnerUnderTest extends AutoCloseable {

  /**
   * Starts a call and returns at once. A runner that blocks needs a thread for each call; see
   * {@link Running#interruptible}.
   */
  <T> Running<T> start(Call<T> call);

  /** Closes the runner and its native client, own or supplied. */
  @Override
  void close();
}
