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
   * @param now the time of the runner's clock. A runner has one clock, which never runs backwards,
   *     and takes from it the times of all calls of its client and of all their events, because the
   *     calls share state. Only differences between times count
   * @return the first step
   */
  Step<T> start(Instant now);
}
