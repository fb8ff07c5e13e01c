package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures of a call. Unchecked; the family is closed, so a {@code catch} can be
 * complete.
 *
 * <p>Carries facts as fields. Messages say what to do and hold no key, no download link and no
 * body; causes are the stacks' own exceptions.
 *
 * <p>A call that is ended from outside, by an interrupt or by closing its client, is not counted:
 * {@link #attempts()} is 0, {@link #elapsed()} is zero, and a {@link CallListener} is told of no
 * {@link CallEvent.Done}. One that closing meets in an exchange on Jersey is counted and told of.
 *
 * <p>After Java serialization message, cause, attempts, elapsed time and {@link
 * ApiException#status()} are there; of all other facts nothing is left, and their methods return
 * null or throw {@link NullPointerException}.
 */
public abstract sealed class AtlasException extends RuntimeException
    permits TransportException,
        AuthenticationException,
        ApiException,
        DecodingException,
        DeadlineExceededException,
        RestoreBatchException,
        CallInterruptedException {

  private static final long serialVersionUID = 1L;

  private final String message;
  private final int attempts;
  private final Duration elapsed;

  AtlasException(String message, @Nullable Throwable cause, CallStats stats) {
    super(message, cause);
    this.message = Objects.requireNonNull(message, "message");
    this.attempts = stats.attempts();
    this.elapsed = stats.elapsed();
  }

  /** What happened and what to do, in one sentence. */
  @Override
  public final String getMessage() {
    return message;
  }

  /**
   * How many attempts were made in all, over all polls if this ended a wait; 0 if none was begun,
   * or if the call was ended from outside.
   */
  public final int attempts() {
    return attempts;
  }

  /** How much time had passed since the call began; zero if it was ended from outside. */
  public final Duration elapsed() {
    return elapsed;
  }
}
