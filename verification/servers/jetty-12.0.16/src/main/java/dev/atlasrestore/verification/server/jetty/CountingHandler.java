package dev.atlasrestore.verification.server.jetty;

import dev.atlasrestore.verification.server.Counts;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Counts each response when it is committed, and serves the counts. */
final class CountingHandler extends Handler.Wrapper {
  private final Counts counts;

  CountingHandler(Counts counts, Handler counted) {
    super(counted);
    this.counts = counts;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<String> countsBody = counts.respondTo(request.getMethod(), request.getHttpURI().getPath());
    if (countsBody.isPresent()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      Content.Sink.write(response, true, countsBody.get(), callback);
      return true;
    }
    String connection = request.getConnectionMetaData().getId();
    request.addHttpStreamWrapper(stream -> new CountedStream(stream, connection));
    return super.handle(request, response, callback);
  }

  private final class CountedStream extends HttpStream.Wrapper {
    private final String connection;

    CountedStream(HttpStream stream, String connection) {
      super(stream);
      this.connection = connection;
    }

    @Override
    public void send(
        MetaData.Request request,
        MetaData.@Nullable Response response,
        boolean last,
        ByteBuffer content,
        Callback callback) {
      // Only the first send of a response has its head.
      if (response != null) {
        counts.responded(connection, response.getStatus());
      }
      super.send(request, response, last, content, callback);
    }
  }
}
