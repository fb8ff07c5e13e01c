package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.exchange.Call;

/** A runner, as the kit sees it. */
public interface RunnerUnderTest extends AutoCloseable {

  /**
   * Starts a conversation and returns at once, whatever it does: a runner that blocks gets a thread
   * for each.
   */
  <T> Running<T> start(Call<T> call);

  /** Closes the runner and the client behind it, borrowed or not. */
  @Override
  void close();
}
