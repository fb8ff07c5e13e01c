package dev.atlasrestore.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation not yet begun. Immutable; may be started any number of times, by many threads at
 * once: every start is a new conversation.
 *
 * @param <T> what the conversation ends with
 */
@FunctionalInterface
public interface Call<T extends @Nullable Object> {

  /**
   * Begins a new conversation.
   *
   * @param now the time, from a clock that never runs backwards; the same clock must time the whole
   *     conversation. Only differences count
   * @return what to do first
   */
  Step<T> start(Instant now);
}
