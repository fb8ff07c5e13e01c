package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.RestoreJob;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;

/**
 * A failure as problem details (RFC 9457).
 *
 * @param jobs the jobs that are known in spite of the failure: after a wait that timed out, the job
 *     as it was last read; after a batch, the jobs that have ended
 */
public record Problem(String title, int status, String detail, List<RestoreView> jobs) {

  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String detail) {
    // Jakarta REST has no constant for 507.
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "Insufficient Storage" : known.getReasonPhrase();
    return new Problem(title, status, detail, List.of());
  }

  static WebApplicationException exception(int status, String detail) {
    return new WebApplicationException(of(status, detail).response().build());
  }

  Problem with(Collection<RestoreJob> knownJobs) {
    return new Problem(title, status, detail, knownJobs.stream().map(RestoreView::of).toList());
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this);
  }
}
