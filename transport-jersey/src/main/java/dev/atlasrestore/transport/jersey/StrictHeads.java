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
 * Reads the heads of answers, and takes nothing for one that is none: Apache's client skips lines
 * of garbage in front of the status line, and takes a head that the connection's end cuts short for
 * a whole one (RFC 9112, section 8, calls that incomplete).
 */
final class StrictHeads extends DefaultHttpResponseParser {

  private @Nullable SessionInputBuffer buffer;

  StrictHeads(Http1Config limits) {
    super(limits);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    this.buffer = buffer;
    return super.parse(buffer, new EndlessStream(in));
  }

  /** Whether bytes were read from the connection that belong to no answer so far. */
  boolean haveBytesLeft() {
    return buffer != null && buffer.length() > 0;
  }

  /** Fails where the connection ends. */
  private static final class EndlessStream extends FilterInputStream {

    EndlessStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return checked(in.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return checked(in.read(bytes, offset, length));
    }

    private static int checked(int read) throws ConnectionClosedException {
      if (read < 0) {
        throw new ConnectionClosedException("the connection ended before the answer's head did");
      }
      return read;
    }
  }
}
