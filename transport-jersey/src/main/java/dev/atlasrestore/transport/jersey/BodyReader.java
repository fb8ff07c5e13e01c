package dev.atlasrestore.transport.jersey;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hc.core5.http.MessageConstraintException;

/**
 * Reads the whole body of a response, or fails.
 *
 * <p>Never reads more than the allowed number of bytes. Stops between two reads when the exchange
 * has been ended. On a supplied client this is the only way to end an exchange early.
 */
final class BodyReader {

  private static final int INITIAL_BYTES = 2048;
  private static final long UNKNOWN = -1;

  private BodyReader() {}

  /**
   * Returns the whole body.
   *
   * @throws MessageConstraintException if the body is larger than {@code maxBytes}; the rest of it
   *     is not read
   * @throws EOFException if the body is shorter than its {@code Content-Length}; not every
   *     connector notices this
   */
  static byte[] read(Response response, int maxBytes, Exchange exchange) throws IOException {
    long declared = declaredBytes(response);
    if (declared > maxBytes) {
      throw tooLarge(maxBytes);
    }
    int initial = (int) (declared == UNKNOWN ? Math.min(INITIAL_BYTES, maxBytes) : declared);
    byte[] body = read(bodyStream(response), new byte[initial], maxBytes, exchange);
    if (body.length < declared) {
      throw new EOFException("the body has " + body.length + " of " + declared + " bytes");
    }
    return body;
  }

  private static byte[] read(InputStream in, byte[] buffer, int maxBytes, Exchange exchange)
      throws IOException {
    byte[] bytes = buffer;
    int size = 0;
    while (true) {
      exchange.requireNotEnded();
      if (size < bytes.length) {
        int count = in.read(bytes, size, bytes.length - size);
        if (count < 0) {
          return Arrays.copyOf(bytes, size);
        }
        size += count;
      } else {
        int next = in.read();
        if (next < 0) {
          return bytes;
        }
        if (size == maxBytes) {
          throw tooLarge(maxBytes);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, 2L * size + INITIAL_BYTES));
        bytes[size++] = (byte) next;
      }
    }
  }

  /**
   * Returns the body as a stream.
   *
   * <p>Takes the stream of the connector if there is one. {@link Response#readEntity} would first
   * look for a reader for the content type, and would fail if that header field is malformed. If
   * the response has a content coding, {@code readEntity} is used, because the decoders that are
   * registered on the client work there.
   */
  private static InputStream bodyStream(Response response) {
    if (response.getHeaderString(HttpHeaders.CONTENT_ENCODING) == null
        && response.getEntity() instanceof InputStream stream) {
      return stream;
    }
    return response.hasEntity()
        ? response.readEntity(InputStream.class)
        : new ByteArrayInputStream(new byte[0]);
  }

  /**
   * Returns {@code Content-Length} if it counts the bytes that will be read (RFC 9112, section
   * 6.3).
   */
  private static long declaredBytes(Response response) {
    String length = response.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length == null
        || response.getHeaderString("Transfer-Encoding") != null
        || response.getHeaderString(HttpHeaders.CONTENT_ENCODING) != null
        || response.getStatus() == 204
        || response.getStatus() == 304) {
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
