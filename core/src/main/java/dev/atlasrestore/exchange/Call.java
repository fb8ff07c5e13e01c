package dev.atlasrestore.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation that has not started yet. Immutable. A call can be started any number of times, also
 * by many threads at once; every start is independent of the others.
 *
 * @param <T> the type of the call's result
 */
@FunctionalInterface
public interface Call<T extends @Nullable Object> {

  /**
   * Starts the call.
   *
   * @param now the time, from a clock that never runs backwards. One clock must serve all calls of
   *     a client, because calls share state. Only differences between times count
   * @return the first step
   */
  Step<T> start(Instant now);
}
