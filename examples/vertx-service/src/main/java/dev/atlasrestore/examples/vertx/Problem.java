package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DeadlineExceededException;
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
 * people and hold no secret, so the service shows them. It does not show the messages of other
 * exceptions.
 *
 * @param status the HTTP status
 * @param detail a sentence that explains the failure
 * @param retryAfter the time after which the caller may repeat the request, if the service gave one
 */
record Problem(int status, String detail, Optional<Duration> retryAfter) {

  private static final System.Logger LOG = System.getLogger(Problem.class.getName());

  static Problem of(Throwable failure) {
    if (failure instanceof IllegalArgumentException) {
      return new Problem(400, failure.getMessage(), Optional.empty());
    }
    if (failure instanceof RateLimitedException limited) {
      return new Problem(429, limited.getMessage(), limited.retryAfter());
    }
    if (failure instanceof AtlasException) {
      return new Problem(status(failure), failure.getMessage(), Optional.empty());
    }
    if (failure instanceof CancellationException) {
      return new Problem(503, "This service is shutting down.", Optional.empty());
    }
    LOG.log(System.Logger.Level.ERROR, "a request failed", failure);
    return new Problem(500, "This service failed to process the request.", Optional.empty());
  }

  /**
   * The status for a failure of the library. A wrong key or a missing permission is a fault of this
   * service and not of its caller, so the status is 502.
   */
  private static int status(Throwable failure) {
    if (failure instanceof RestoreJobNotFoundException) {
      return 404;
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
    return 502;
  }

  /** Responds to a request that failed in a handler or in the router. */
  static void respond(RoutingContext context) {
    int status = context.statusCode();
    Problem problem =
        status >= 400 && status < 500
            ? new Problem(status, "This request cannot be processed.", Optional.empty())
            : of(context.failure());
    problem
        .retryAfter()
        .ifPresent(
            after ->
                context.response().putHeader("Retry-After", String.valueOf(after.toSeconds())));
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/problem+json")
        .end(problem.json().encode());
  }

  JsonObject json() {
    return new JsonObject()
        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
        .put("status", status)
        .put("detail", detail);
  }
}
