package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.TransportException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A failure as problem details (RFC 9457). The messages of the library's exceptions are written for
 * people and hold no secret, so the service shows them. Messages about files hold absolute paths,
 * and messages of other exceptions may hold anything, so these are only logged.
 *
 * @param status the HTTP status
 * @param detail a sentence that explains the failure
 * @param retryAfter the time after which the caller may repeat the request, if the service gave one
 */
record Problem(int status, String detail, Optional<Duration> retryAfter) {

  private static final System.Logger LOG = System.getLogger(Problem.class.getName());

  static Problem of(Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return of(400, failure.getMessage());
    }
    if (failure instanceof ApiException apiFailure) {
      return new Problem(status(failure), failure.getMessage(), apiFailure.retryAfter());
    }
    if (failure instanceof DownloadTargetException unusable) {
      LOG.log(System.Logger.Level.ERROR, "a download failed", failure);
      return of(
          status(failure),
          "This service cannot use the file or folder %s. Its log says why."
              .formatted(unusable.path().getFileName()));
    }
    if (failure instanceof HashMismatchException mismatch) {
      LOG.log(System.Logger.Level.ERROR, "a download failed", failure);
      return of(
          status(failure),
          "%s does not have the SHA-1 that Atlas offers. Do not use it."
              .formatted(mismatch.file().getFileName()));
    }
    if (failure instanceof AtlasException) {
      return of(status(failure), failure.getMessage());
    }
    if (failure instanceof CancellationException) {
      return of(503, "This service is shutting down.");
    }
    LOG.log(System.Logger.Level.ERROR, "a request failed", failure);
    return of(500, "This service failed to process the request.");
  }

  static Problem of(int status, String detail) {
    return new Problem(status, detail, Optional.empty());
  }

  /**
   * The status for a failure of the library. A wrong key or a missing permission is a fault of this
   * service and not of its caller, so the status is 502.
   */
  private static int status(Throwable failure) {
    if (failure instanceof RestoreJobNotFoundException) {
      return 404;
    }
    if (failure instanceof DownloadUnavailableException) {
      return 409;
    }
    if (failure instanceof DownloadTargetException) {
      // Without a cause, the file exists or the folder is not suitable. With one, writing failed.
      return failure.getCause() == null ? 409 : 507;
    }
    if (failure instanceof RateLimitedException) {
      return 429;
    }
    if (failure instanceof DeadlineExceededException) {
      return 504;
    }
    if (failure instanceof TransportException transportFailure) {
      return switch (transportFailure.failure().kind()) {
        case TIMEOUT -> 504;
        case CLIENT_CLOSED, POOL_EXHAUSTED -> 503;
        default -> 502;
      };
    }
    return failure instanceof ApiException apiFailure && apiFailure.status() == 503 ? 503 : 502;
  }

  /** Responds to a request that failed in a handler or in the router. */
  static void respond(RoutingContext context) {
    int status = context.statusCode();
    Problem problem =
        status >= 400 && status < 500
            ? of(status, "This request cannot be processed.")
            : of(context.failure());
    problem.send(context);
  }

  void send(RoutingContext context) {
    retryAfter.ifPresent(time -> context.response().putHeader("Retry-After", seconds(time)));
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(json().encode());
  }

  /** Whole seconds, rounded up, because an earlier request would be rejected again. */
  private static String seconds(Duration time) {
    return Long.toString(time.plusNanos(999_999_999).toSeconds());
  }

  JsonObject json() {
    return new JsonObject()
        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
        .put("status", status)
        .put("detail", detail);
  }
}
