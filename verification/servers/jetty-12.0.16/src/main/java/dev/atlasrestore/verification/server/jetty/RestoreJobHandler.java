package dev.atlasrestore.verification.server.jetty;

import dev.atlasrestore.verification.server.RestoreJobResource;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the restore job. */
final class RestoreJobHandler extends Handler.Abstract.NonBlocking {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!RestoreJobResource.isAt(request.getHttpURI().getPath())) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, RestoreJobResource.JSON, callback);
    return true;
  }
}
