package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.Call;

/** A runner, as the kit sees it. */
public interface RunnerUnderTest extends AutoCloseable {

  /** Starts a conversation and returns at once. */
  <T> Running<T> start(Call<T> call);

  @Override
  void close();
}
