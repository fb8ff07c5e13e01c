package dev.atlasrestore.verification.server.tomcat;

import dev.atlasrestore.verification.server.Counts;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Counts each response. The valve is in the pipeline of the context, inside the valve that writes
 * error pages. At that place the status is known and no byte has been sent.
 */
final class CountingValve extends ValveBase {
  private final Counts counts;

  CountingValve(Counts counts) {
    super(true);
    this.counts = counts;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (request.getRequestURI().startsWith("/api/")) {
      counts.responded(request.getServletConnection().getConnectionId(), response.getStatus());
    }
  }
}
