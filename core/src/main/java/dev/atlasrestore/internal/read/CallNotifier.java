package dev.atlasrestore.internal.read;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Notifies the client's listener of the events of one call. Does nothing if there is no listener.
 */
public sealed interface CallNotifier permits ListeningCallNotifier, SilentCallNotifier {

  /** Sends no events. */
  CallNotifier SILENT = new SilentCallNotifier();

  /** Notifies that the call has started. */
  void started();

  /** Notifies that an attempt has started. */
  void attemptStarted(int attempt);

  /** Notifies of the result of an attempt. */
  void attemptEnded(int attempt, AttemptResult<?> result, Duration took);

  /** Notifies that a failed attempt is going to be retried. */
  void retried(int attempt, Duration delay);

  /** Notifies that the call pauses before its next poll. */
  void paused(Duration delay);

  /**
   * Follows the steps of the call and notifies of its end: a result, a failure or a cancellation.
   *
   * @param steps the call, or a part of it
   * @param isLast returns whether the call ends with this value; if not, another part follows
   * @return the steps, unchanged
   */
  <T> Step<T> observe(Call<T> steps, Instant now, Predicate<T> isLast);

  /** Notifies that the call was cancelled. */
  void cancelled(Instant now);
}
