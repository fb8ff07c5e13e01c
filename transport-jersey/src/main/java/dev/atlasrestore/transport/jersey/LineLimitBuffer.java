package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.exchange.TransportLimits;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Limits how many bytes of lines are read one after another, to {@link
 * TransportLimits#MAX_HEAD_BYTES}.
 *
 * <p>Lines make up the header section of a response and, in a chunked body, the chunk sizes and the
 * trailer section. Apache's client limits the length of a line and the number of lines, but not
 * their product, so a response could make it read megabytes. Netty limits the bytes instead, and so
 * does this class: line ends are not counted, and reading a part of the body starts a new count.
 */
final class LineLimitBuffer implements SessionInputBuffer {

  private final SessionInputBuffer buffer;
  private int lineBytes;

  LineLimitBuffer(SessionInputBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
    int count = buffer.readLine(line, in);
    lineBytes += Math.max(0, count);
    if (lineBytes > TransportLimits.MAX_HEAD_BYTES) {
      throw new MessageConstraintException(
          "the header or trailer section is larger than "
              + TransportLimits.MAX_HEAD_BYTES
              + " bytes");
    }
    return count;
  }

  @Override
  public int read(InputStream in) throws IOException {
    lineBytes = 0;
    return buffer.read(in);
  }

  @Override
  public int read(byte[] bytes, InputStream in) throws IOException {
    lineBytes = 0;
    return buffer.read(bytes, in);
  }

  @Override
  public int read(byte[] bytes, int offset, int length, InputStream in) throws IOException {
    lineBytes = 0;
    return buffer.read(bytes, offset, length, in);
  }

  @Override
  public int length() {
    return buffer.length();
  }

  @Override
  public int capacity() {
    return buffer.capacity();
  }

  @Override
  public int available() {
    return buffer.available();
  }

  @Override
  public HttpTransportMetrics getMetrics() {
    return buffer.getMetrics();
  }
}
