package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures of a call. Unchecked. The hierarchy is sealed: only this library adds
 * types to it, and a later version may do so. So the last {@code catch} names this type.
 *
 * <p>Every fact of a failure has its own accessor. The message is one sentence that says what
 * happened and what to do. Messages contain no key, no download link and no response body. The
 * cause, if any, comes from the HTTP stack.
 *
 * <p>If an interrupt ends a call, or {@code close()} of its client, the exception has no counts:
 * {@link #attempts()} is 0 and {@link #elapsed()} is zero. {@link CallListener} receives {@link
 * CallEvent.Cancelled}, which has them. Jersey differs in one case: if the client is closed during
 * an exchange, the exception has the counts, and the listener receives {@link CallEvent.Done}.
 *
 * <p>All facts survive Java serialization between equal versions of this library. Serialization
 * fails if the cause is not serializable. The serialized form contains the restore jobs that the
 * exception holds, without their download links and credentials.
 */
public abstract sealed class AtlasException extends RuntimeException
    permits TransportException,
        DownloadUnavailableException,
        DownloadFailedException,
        DownloadTargetException,
        HashMismatchException,
        UnverifiedArchiveException,
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
   * began, and if an interrupt or {@code close()} ended the call.
   */
  public final int attempts() {
    return attempts;
  }

  /**
   * The time from the start of the call to the failure; zero if an interrupt or {@code close()}
   * ended the call.
   */
  public final Duration elapsed() {
    return elapsed;
  }
}
