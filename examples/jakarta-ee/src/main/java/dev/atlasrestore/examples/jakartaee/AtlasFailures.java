package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.TransportException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Maps the library's exceptions to responses. Their messages hold no secret, so the responses show
 * them.
 */
public class AtlasFailures implements ExceptionMapper<AtlasException> {

  @Override
  public Response toResponse(AtlasException failure) {
    Problem problem = Problem.of(status(failure), failure.getMessage()).with(knownJobs(failure));
    Response.ResponseBuilder response = problem.response();
    if (failure instanceof ApiException apiFailure) {
      apiFailure
          .retryAfter()
          .ifPresent(time -> response.header(HttpHeaders.RETRY_AFTER, seconds(time)));
    }
    return response.build();
  }

  private static Collection<RestoreJob> knownJobs(AtlasException failure) {
    if (failure instanceof DeadlineExceededException timedOut) {
      return timedOut.lastSeen().stream().toList();
    }
    return failure instanceof RestoreBatchException batch ? batch.jobs().values() : List.of();
  }

  /**
   * A key that Atlas rejects, or a missing permission, is a fault of this service and not of its
   * caller. So the status is 502, and neither 401 nor 403.
   */
  private static int status(AtlasException failure) {
    if (failure instanceof RestoreJobNotFoundException) {
      return 404;
    } else if (failure instanceof RateLimitedException) {
      return 429;
    } else if (failure instanceof DeadlineExceededException) {
      return 504;
    } else if (failure instanceof CallInterruptedException) {
      return 503;
    } else if (failure instanceof TransportException transportFailure) {
      return status(transportFailure);
    } else if (failure instanceof RestoreBatchException batch) {
      return status(batch.failures().values().iterator().next());
    }
    return 502;
  }

  private static int status(TransportException failure) {
    return switch (failure.failure().kind()) {
      case TIMEOUT -> 504;
      case POOL_EXHAUSTED, CLIENT_CLOSED -> 503;
      default -> 502;
    };
  }

  /** Whole seconds, rounded up, because an earlier request would be rejected again. */
  private static long seconds(Duration time) {
    return time.plusNanos(999_999_999).toSeconds();
  }
}
