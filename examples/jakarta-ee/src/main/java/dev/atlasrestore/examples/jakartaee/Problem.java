package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.RestoreJob;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;

/**
 * What went wrong, for callers (RFC 9457).
 *
 * @param jobs what was learnt all the same: the job when it was last read, if a wait for its end
 *     took too long; those of a batch that ended, if others could not be followed
 */
public record Problem(String title, int status, String detail, List<RestoreView> jobs) {

  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String detail) {
    return new Problem(
        Response.Status.fromStatusCode(status).getReasonPhrase(), status, detail, List.of());
  }

  static WebApplicationException exception(int status, String detail) {
    return new WebApplicationException(of(status, detail).response().build());
  }

  Problem with(Collection<RestoreJob> learnt) {
    return new Problem(title, status, detail, learnt.stream().map(RestoreView::of).toList());
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this);
  }
}
