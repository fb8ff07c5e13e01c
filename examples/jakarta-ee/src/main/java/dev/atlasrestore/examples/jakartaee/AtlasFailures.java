package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.HashMismatchException;
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
 * Maps the library's exceptions to problems. Their messages hold no secret, so the problems show
 * them. Messages about files hold absolute paths, so they are only logged.
 */
public class AtlasFailures implements ExceptionMapper<AtlasException> {

  private static final System.Logger LOG = System.getLogger(AtlasFailures.class.getName());

  @Override
  public Response toResponse(AtlasException failure) {
    Response.ResponseBuilder response = problem(failure).response();
    if (failure instanceof ApiException apiFailure) {
      apiFailure
          .retryAfter()
          .ifPresent(time -> response.header(HttpHeaders.RETRY_AFTER, seconds(time)));
    }
    return response.build();
  }

  static Problem problem(AtlasException failure) {
    return Problem.of(status(failure), detail(failure)).with(knownJobs(failure));
  }

  private static String detail(AtlasException failure) {
    if (failure instanceof DownloadTargetException unusable) {
      LOG.log(System.Logger.Level.ERROR, "A download failed", failure);
      return "The service cannot use the file or folder %s. Its log says why"
          .formatted(unusable.path().getFileName());
    } else if (failure instanceof HashMismatchException mismatch) {
      LOG.log(System.Logger.Level.ERROR, "A download failed", failure);
      return "%s does not have the SHA-1 that Atlas offers. Do not use it"
          .formatted(mismatch.file().getFileName());
    }
    return failure.getMessage();
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
    } else if (failure instanceof DownloadUnavailableException) {
      return 409;
    } else if (failure instanceof DownloadTargetException) {
      // Without a cause, the file exists or the folder is not suitable. With one, writing failed.
      return failure.getCause() == null ? 409 : 507;
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
    return failure instanceof ApiException apiFailure && apiFailure.status() == 503 ? 503 : 502;
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
