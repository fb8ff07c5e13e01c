package dev.atlasrestore.transport.jersey;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hc.core5.http.MessageConstraintException;

/** Reads bodies: to their end or not at all, and never more than allowed. */
final class Body {

  private static final int FIRST_SIZE = 2048;
  private static final long UNKNOWN = -1;

  private Body() {}

  /**
   * The whole body.
   *
   * @throws MessageConstraintException if it is larger than allowed; it is not read to its end
   * @throws EOFException if it is shorter than declared, which not every stack notices
   */
  static byte[] read(Response answer, int maxBytes, Exchange exchange) throws IOException {
    long declared = declaredSize(answer);
    if (declared > maxBytes) {
      throw tooLarge(maxBytes);
    }
    int first = (int) (declared == UNKNOWN ? Math.min(FIRST_SIZE, maxBytes) : declared);
    byte[] body = read(stream(answer), new byte[first], maxBytes, exchange);
    if (body.length < declared) {
      throw new EOFException("the body has " + body.length + " of " + declared + " bytes");
    }
    return body;
  }

  private static byte[] read(InputStream in, byte[] first, int maxBytes, Exchange exchange)
      throws IOException {
    byte[] bytes = first;
    int size = 0;
    while (true) {
      exchange.requireRunning();
      if (size < bytes.length) {
        int read = in.read(bytes, size, bytes.length - size);
        if (read < 0) {
          return Arrays.copyOf(bytes, size);
        }
        size += read;
      } else {
        int next = in.read();
        if (next < 0) {
          return bytes;
        }
        if (size == maxBytes) {
          throw tooLarge(maxBytes);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, 2L * size + FIRST_SIZE));
        bytes[size++] = (byte) next;
      }
    }
  }

  /**
   * The stream as it comes, which spares the stack's search for a reader by the content type, and
   * its failure over a content type that is none. A content coding is the client's own affair.
   */
  private static InputStream stream(Response answer) {
    if (answer.getHeaderString(HttpHeaders.CONTENT_ENCODING) == null
        && answer.getEntity() instanceof InputStream stream) {
      return stream;
    }
    return answer.hasEntity()
        ? answer.readEntity(InputStream.class)
        : new ByteArrayInputStream(new byte[0]);
  }

  /** By {@code Content-Length}, where that counts what we will read (RFC 9112, section 6.3). */
  private static long declaredSize(Response answer) {
    String length = answer.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length == null
        || answer.getHeaderString("Transfer-Encoding") != null
        || answer.getHeaderString(HttpHeaders.CONTENT_ENCODING) != null
        || answer.getStatus() == 204
        || answer.getStatus() == 304) {
      return UNKNOWN;
    }
    try {
      return Math.max(UNKNOWN, Long.parseLong(length));
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private static MessageConstraintException tooLarge(int maxBytes) {
    return new MessageConstraintException("the body is larger than " + maxBytes + " bytes");
  }
}
