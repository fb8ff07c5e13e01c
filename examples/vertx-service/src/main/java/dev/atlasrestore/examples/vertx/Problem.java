package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.AccessDeniedException;
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
 * A failure as this service tells it (RFC 9457). What the library says of its failures is meant for
 * people and holds no secret; what anything else says stays here.
 *
 * @param status the HTTP status
 * @param detail what to do about it
 * @param retryAfter when to ask again, if that is known
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
      return new Problem(503, "This service is about to stop.", Optional.empty());
    }
    LOG.log(System.Logger.Level.ERROR, "a request failed", failure);
    return new Problem(500, "Something went wrong here.", Optional.empty());
  }

  /** A wrong key is this service's fault, not its caller's: 502, as for any failure behind it. */
  private static int status(Throwable failure) {
    if (failure instanceof RestoreJobNotFoundException) {
      return 404;
    }
    if (failure instanceof AccessDeniedException) {
      return 403;
    }
    if (failure instanceof DeadlineExceededException) {
      return 504;
    }
    if (failure instanceof TransportException lost) {
      return switch (lost.failure().kind()) {
        case TIMEOUT -> 504;
        case CLIENT_CLOSED, POOL_EXHAUSTED -> 503;
        default -> 502;
      };
    }
    return 502;
  }

  /** Answers a request that failed, here or in the router. */
  static void answer(RoutingContext context) {
    int status = context.statusCode();
    Problem problem =
        status >= 400 && status < 500
            ? new Problem(status, "This request cannot be served.", Optional.empty())
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
