package dev.atlasrestore.verification.server.tomcat;

import dev.atlasrestore.verification.server.Counts;
import dev.atlasrestore.verification.server.RestoreJobResource;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Serves the restore job and the counts. */
final class RestoreJobServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Counts counts;

  RestoreJobServlet(Counts counts) {
    this.counts = counts;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<String> body =
        RestoreJobResource.isAt(request.getRequestURI())
            ? Optional.of(RestoreJobResource.JSON)
            : counts.respondTo(request.getMethod(), request.getRequestURI());
    if (body.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("application/json");
    response.getWriter().write(body.get());
  }
}
