package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;

/**
 * Maps failures to problem details (RFC 9457). This class maps the library's exceptions, and its
 * superclass maps Spring's exceptions. The messages of the library are written for people and hold
 * no secret, so they are shown. Messages about files hold absolute paths, so they are only logged.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

  private static final Log LOG = LogFactory.getLog(Problems.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(AtlasException e) {
    return of(e);
  }

  static ResponseEntity<ProblemDetail> of(AtlasException e) {
    HttpStatus status = status(e);
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(e));
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (e instanceof RestoreBatchException batch) {
      problem.setProperty("failures", failures(batch));
      problem.setProperty("jobs", batch.jobs().values().stream().map(RestoreJobView::of).toList());
    }
    if (e instanceof ApiException apiFailure) {
      apiFailure.errorCode().ifPresent(code -> problem.setProperty("errorCode", code));
      apiFailure
          .retryAfter()
          .ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, seconds(wait)));
    }
    return new ResponseEntity<>(problem, headers, status);
  }

  /**
   * A key that the service rejects, or a missing permission, is a fault of this application and not
   * of its caller. So the status is 502, and neither 401 nor 403.
   */
  private static HttpStatus status(AtlasException e) {
    if (e instanceof RestoreBatchException batch) {
      return status(batch.failures().values().iterator().next());
    }
    if (e instanceof RestoreJobNotFoundException) {
      return HttpStatus.NOT_FOUND;
    }
    if (e instanceof DownloadUnavailableException) {
      return HttpStatus.CONFLICT;
    }
    if (e instanceof DownloadTargetException) {
      // Without a cause, the file exists or the folder is not suitable. With one, writing failed.
      return e.getCause() == null ? HttpStatus.CONFLICT : HttpStatus.INSUFFICIENT_STORAGE;
    }
    if (e instanceof RateLimitedException) {
      return HttpStatus.TOO_MANY_REQUESTS;
    }
    if (e instanceof DeadlineExceededException) {
      return HttpStatus.GATEWAY_TIMEOUT;
    }
    if (e instanceof TransportException transportFailure) {
      return switch (transportFailure.failure().kind()) {
        case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
        case POOL_EXHAUSTED, CLIENT_CLOSED -> HttpStatus.SERVICE_UNAVAILABLE;
        default -> HttpStatus.BAD_GATEWAY;
      };
    }
    return e instanceof ApiException apiFailure && apiFailure.status() == 503
        ? HttpStatus.SERVICE_UNAVAILABLE
        : HttpStatus.BAD_GATEWAY;
  }

  /** The message of the library, or for a file one with its name only. */
  private static String detail(AtlasException e) {
    if (e instanceof DownloadTargetException unusable) {
      LOG.error(e.getMessage(), e);
      return "This application cannot use the file or folder %s. Its log says why"
          .formatted(unusable.path().getFileName());
    }
    if (e instanceof HashMismatchException mismatch) {
      LOG.error(e.getMessage(), e);
      return "%s does not have the SHA-1 that the service offers. Do not use it"
          .formatted(mismatch.file().getFileName());
    }
    return e.getMessage();
  }

  /** The messages of the waits that failed, by job id. */
  private static Map<String, String> failures(RestoreBatchException batch) {
    return batch.failures().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().jobId(), e -> e.getValue().getMessage()));
  }

  /** Whole seconds, rounded up, because an earlier request would be rejected again. */
  private static String seconds(Duration wait) {
    return Long.toString(wait.plusNanos(999_999_999).toSeconds());
  }
}
