package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.download.ArchiveFile;
import dev.atlasrestore.internal.download.ArchiveHead;
import dev.atlasrestore.internal.download.DownloadLink;
import dev.atlasrestore.internal.read.Backoff;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.FailureClass;
import dev.atlasrestore.internal.read.Messages;
import dev.atlasrestore.internal.read.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests the link of a job until the whole file is written. Follows redirects. Resumes a download
 * that breaks off, if the server proves that the rest belongs to the same file.
 *
 * <p>Belongs to one download. Its steps are taken one after another, so it needs no lock.
 */
final class ArchiveTransfer {

  private static final int MAX_REDIRECTS = 5;

  /**
   * Limit for the body of a response without the file. The body is read only so that the connection
   * can be reused.
   */
  private static final int MAX_ERROR_BODY_BYTES = 64 * 1024;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Statuses of a server that has sent nothing of the file, but may send it later. */
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

  /** Statuses of a refused link. The state of the job may contain the reason. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 410);

  private final AtlasConfig config;
  private final DownloadOptions options;
  private final DownloadLink firstLink;
  private final ArchiveFile file;
  private final ArchiveSink sink;
  private final CallCost cost;
  private final CallNotifier callNotifier;
  private @Nullable ArchiveHead head;

  /** The head of the last response, if that response does not contain the file. */
  private @Nullable HttpResponse unsuitable;

  /** The number of failed requests in a row that brought no byte of the file. */
  private int failures;

  /** The size of the file before the current request. */
  private long bytesBefore;

  ArchiveTransfer(
      AtlasConfig config,
      DownloadOptions options,
      DownloadLink firstLink,
      ArchiveFile file,
      ArchiveSink sink,
      CallCost cost,
      CallNotifier callNotifier) {
    this.config = config;
    this.options = options;
    this.firstLink = firstLink;
    this.file = file;
    this.sink = sink;
    this.cost = cost;
    this.callNotifier = callNotifier;
  }

  /**
   * A link that was refused. The state of the job may contain the reason.
   *
   * @param authority host and port
   * @param status one of 401, 403, 404 and 410
   */
  record Refusal(String authority, int status) {}

  /**
   * Starts the transfer.
   *
   * @return empty when the whole file is written
   */
  Step<Optional<Refusal>> start() {
    return send(firstLink, 0);
  }

  /** Returns the message for a link that must not be requested. */
  static String refused(DownloadLink.RefusedException e) {
    return "The download link was not requested: " + e.getMessage();
  }

  /** Returns the exception for a file that cannot be written. */
  static DownloadTargetException unusable(ArchiveFile.UnusableException e, CallStats stats) {
    return new DownloadTargetException(
        String.valueOf(e.getMessage()), e.path(), e.getCause(), stats);
  }

  /** Requests the file, or the rest of it. */
  private Step<Optional<Refusal>> send(DownloadLink link, int redirects) {
    cost.count(1);
    bytesBefore = file.bytes();
    sink.status = OptionalInt.empty();
    unsuitable = null;
    HttpRequest request = link.request();
    return Step.transfer(
        head == null ? request : head.rest(request, bytesBefore),
        options.idleTimeout(),
        MAX_ERROR_BODY_BYTES,
        this::sinkFor,
        (response, now) ->
            sink.status.isPresent() ? bodyEnded(now) : answered(link, redirects, response, now),
        (failure, now) ->
            unsuitable != null && failure.kind() != TransportFailure.Kind.CLIENT_CLOSED
                ? answered(link, redirects, unsuitable, now)
                : failedExchange(link, failure, now));
  }

  private Optional<BodySink> sinkFor(HttpResponse response) {
    if (head == null) {
      if (response.status() != 200) {
        unsuitable = response;
        return Optional.empty();
      }
      head = ArchiveHead.of(response);
    } else {
      OptionalLong total = head.totalIfContinuedBy(response, bytesBefore);
      if (total.isEmpty()) {
        unsuitable = response;
        return Optional.empty();
      }
      head = new ArchiveHead(total, head.validator());
    }
    sink.total = head.total();
    sink.status = OptionalInt.of(response.status());
    return Optional.of(sink);
  }

  private Step<Optional<Refusal>> bodyEnded(Instant now) {
    return sink.total.isPresent() && file.bytes() < sink.total.getAsLong()
        ? brokenOff("the server ended the response too early", null, true, now)
        : Step.done(Optional.empty());
  }

  /** Handles a response that does not contain the file. */
  private Step<Optional<Refusal>> answered(
      DownloadLink link, int redirects, HttpResponse response, Instant now) {
    OptionalInt status = OptionalInt.of(response.status());
    Optional<String> location = response.header("Location");
    if (REDIRECTS.contains(response.status()) && location.isPresent()) {
      return redirected(link, redirects, status, location.get(), now);
    }
    if (RETRYABLE.contains(response.status())) {
      Optional<Duration> pause = pauseBeforeRetry(RetryAfter.in(response));
      if (pause.isPresent()) {
        return retry(pause.get());
      }
    }
    if (REFUSALS.contains(response.status())) {
      return Step.done(Optional.of(new Refusal(link.authority(), response.status())));
    }
    return failed(
        head == null
            ? "%s responded to the download link with status %d; read the job again to see whether its file can still be downloaded"
                .formatted(link.authority(), response.status())
            : "%s did not resume the download after %d bytes (status %d): the file may have changed, and the link may be used up; read the job again"
                .formatted(link.authority(), file.bytes(), response.status()),
        status,
        null,
        now);
  }

  private Step<Optional<Refusal>> redirected(
      DownloadLink link, int redirects, OptionalInt status, String location, Instant now) {
    if (redirects == MAX_REDIRECTS) {
      return failed(
          "The download link leads to more than " + MAX_REDIRECTS + " redirects",
          status,
          null,
          now);
    }
    try {
      return send(link.redirect(location), redirects + 1);
    } catch (DownloadLink.RefusedException e) {
      return failed(refused(e), status, null, now);
    }
  }

  /** Handles an exchange that ended without a complete response. */
  private Step<Optional<Refusal>> failedExchange(
      DownloadLink link, TransportFailure failure, Instant now) {
    if (sink.thrown instanceof Error error) {
      throw error;
    }
    if (sink.thrown != null) {
      return sink.thrown instanceof ArchiveFile.UnusableException e
          ? Step.failed(unusable(e, cost.stats(now)))
          : Step.failed((RuntimeException) sink.thrown);
    }
    if (sink.overflow) {
      return failed(
          "The server sent more bytes than it announced, and the link may be used up; read the job again",
          sink.status,
          null,
          now);
    }
    String reason =
        failure.kind() == TransportFailure.Kind.TIMEOUT
            ? "no byte arrived within the idle timeout of "
                + Messages.describe(options.idleTimeout())
                + " (DownloadOptions.withIdleTimeout)"
            : Messages.describe(failure);
    if (failure.kind() == TransportFailure.Kind.CLIENT_CLOSED) {
      return Step.failed(
          new TransportException(
              "The download from " + link.authority() + " failed: " + reason,
              failure,
              cost.stats(now)));
    }
    boolean isSafeToRepeat =
        head == null
            && (wasClosedBeforeResponse(failure)
                || (failure.fate() == TransportFailure.Fate.NOT_SENT
                    && failure.kind() != TransportFailure.Kind.TLS
                    && !isRefusedByProxy(failure)));
    if (isSafeToRepeat) {
      Optional<Duration> pause = pauseBeforeRetry(Optional.empty());
      if (pause.isPresent()) {
        return retry(pause.get());
      }
    }
    return head == null
        ? failed(
            "The download from "
                + link.authority()
                + " did not begin: "
                + reason
                + (failure.fate() == TransportFailure.Fate.NOT_SENT
                    ? ""
                    : "; the link may be used up"),
            OptionalInt.empty(),
            failure.cause().orElse(null),
            now)
        : brokenOff(reason, failure.cause().orElse(null), !isRefusedByProxy(failure), now);
  }

  /**
   * Returns whether the server probably closed the reused connection before it read the request.
   */
  private static boolean wasClosedBeforeResponse(TransportFailure failure) {
    return failure.onReusedConnection() && failure.kind() == TransportFailure.Kind.CLOSED;
  }

  /** Returns whether a proxy refuses this program. Repeated refusals may lock its account. */
  private static boolean isRefusedByProxy(TransportFailure failure) {
    return failure.kind() == TransportFailure.Kind.PROXY
        && FailureClass.of(failure) != FailureClass.RETRYABLE;
  }

  /** Resumes a download that broke off within the file, if this is allowed. */
  private Step<Optional<Refusal>> brokenOff(
      String reason, @Nullable Throwable cause, boolean mayRepeat, Instant now) {
    if (sink.total.isPresent() && file.bytes() == sink.total.getAsLong()) {
      return Step.done(Optional.empty());
    }
    if (mayRepeat && options.resume() && head != null && head.isResumable()) {
      Optional<Duration> pause = pauseBeforeRetry(Optional.empty());
      if (pause.isPresent()) {
        return retry(pause.get());
      }
    }
    return failed(
        "The download from %s ended after %d bytes%s: %s; %s, and the link may be used up: read the job again"
            .formatted(
                firstLink.authority(),
                file.bytes(),
                sink.total.isPresent() ? " of " + sink.total.getAsLong() : "",
                reason,
                mayRepeat ? whyNotResumed() : "the proxy is not asked again"),
        sink.status,
        cause,
        now);
  }

  private String whyNotResumed() {
    if (!options.resume()) {
      return "resuming is switched off (DownloadOptions.withResume)";
    }
    return head != null && head.isResumable()
        ? "it could not be resumed in " + failures + " attempts"
        : "the server does not prove that the rest would belong to the same file";
  }

  /** Returns the pause before the next request; empty if no further request is allowed. */
  private Optional<Duration> pauseBeforeRetry(Optional<Duration> retryAfter) {
    failures = file.bytes() > bytesBefore ? 0 : failures + 1;
    if (failures >= config.retry().maxAttempts()
        || retryAfter.filter(time -> time.compareTo(config.timeouts().call()) > 0).isPresent()) {
      return Optional.empty();
    }
    Duration backoff = Backoff.after(Math.max(1, failures), config.retry(), config.random());
    return Optional.of(retryAfter.orElse(Duration.ZERO).plus(backoff));
  }

  private Step<Optional<Refusal>> retry(Duration pause) {
    callNotifier.paused(pause);
    return Step.pause(pause, now -> send(firstLink, 0));
  }

  /** Fails because the link did not return the complete file. */
  private Step<Optional<Refusal>> failed(
      String message, OptionalInt status, @Nullable Throwable cause, Instant now) {
    return Step.failed(
        new DownloadFailedException(message, file.bytes(), status, cause, cost.stats(now)));
  }
}
