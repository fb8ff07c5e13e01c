package dev.atlasrestore.transport.jersey;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the status line and the header fields of a response, and rejects malformed and oversized
 * ones.
 *
 * <p>Apache's client (5.6) is lenient in three ways:
 *
 * <ul>
 *   <li>Its default parser, {@code LenientHttpResponseParser}, skips lines that are not a status
 *       line. This class extends the strict parser instead.
 *   <li>Both parsers take the end of the connection for the end of the header section. A response
 *       that was cut off in the middle of its header section then looks complete. RFC 9112, section
 *       8, calls it incomplete. This class fails at the end of the connection.
 *   <li>Neither parser limits the size of the whole header section. {@link LineLimitBuffer} does.
 * </ul>
 */
final class StrictResponseParser extends DefaultHttpResponseParser {

  private @Nullable SessionInputBuffer buffer;

  StrictResponseParser(Http1Config limits) {
    super(limits);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    this.buffer = buffer;
    return super.parse(new LineLimitBuffer(buffer), new FailsAtEnd(in));
  }

  /** Returns whether bytes were read from the connection that belong to no response so far. */
  boolean hasBufferedBytes() {
    return buffer != null && buffer.length() > 0;
  }

  /** A stream that throws at its end, instead of returning -1. */
  private static final class FailsAtEnd extends FilterInputStream {

    FailsAtEnd(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return requireMore(in.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return requireMore(in.read(bytes, offset, length));
    }

    private int requireMore(int read) throws ConnectionClosedException {
      if (read >= 0) {
        Exchange.current().markBytesReceived();
      } else {
        throw new ConnectionClosedException(
            "the connection ended before the header section of the response did");
      }
      return read;
    }
  }
}
