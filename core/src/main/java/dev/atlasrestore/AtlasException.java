package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures of a call. Unchecked. The hierarchy is sealed, so a {@code catch} of all
 * its types is complete.
 *
 * <p>Every fact of a failure has its own accessor. The message is one sentence that says what
 * happened and what to do. Messages contain no key, no download link and no response body. The
 * cause, if any, comes from the HTTP stack.
 *
 * <p>A call that is ended from outside, by an interrupt or because its client is closed, is not
 * counted: {@link #attempts()} is 0, {@link #elapsed()} is zero, and {@link CallListener} receives
 * no {@link CallEvent.Done}. There is one exception: on Jersey, a call whose client is closed
 * during an exchange is counted, and the listener is notified.
 *
 * <p>All facts survive Java serialization between equal versions of this library. Serialization
 * fails if the cause is not serializable. The serialized form contains the restore jobs that the
 * exception holds, without their download links and credentials.
 */
public abstract sealed class AtlasException extends RuntimeException
    permits TransportException,
        DownloadUnavailableException,
        AuthenticationException,
        ApiException,
        DecodingException,
        DeadlineExceededException,
        RestoreBatchException,
        RestoreFailedException,
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

  /** Says what happened and what to do, in one sentence. */
  @Override
  public final String getMessage() {
    return message;
  }

  /**
   * The number of attempts that the call made; for a wait, of all its polls. It is 0 if no attempt
   * began or if the call was ended from outside.
   */
  public final int attempts() {
    return attempts;
  }

  /** The time from the start of the call to the failure; zero if it was ended from outside. */
  public final Duration elapsed() {
    return elapsed;
  }
}
