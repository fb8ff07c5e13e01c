package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.BodyTooLargeException;
import dev.atlasrestore.exchange.BoundedBody;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads the whole body of a response into memory or into a sink, or fails. Stops between two reads
 * when the exchange has been ended. On a supplied client this is the only way to end an exchange
 * early.
 */
final class BodyReader {

  private static final int PART_BYTES = 128 * 1024;
  private static final long UNKNOWN = -1;

  private BodyReader() {}

  /**
   * Returns the whole body. Reads at most one byte more than {@code maxBytes}.
   *
   * @throws BodyTooLargeException if the body is larger than {@code maxBytes}; the rest of it is
   *     not read
   * @throws EOFException if the body is shorter than its {@code Content-Length}; not every
   *     connector notices this
   */
  static byte[] read(Response response, int maxBytes, Exchange exchange) throws IOException {
    long declared = declaredBytes(response);
    BoundedBody body = new BoundedBody(maxBytes, declared);
    InputStream in = decodedStream(response);
    do {
      exchange.beforeRead();
    } while (body.readFrom(in));
    requireComplete(body.size(), declared);
    return body.bytes();
  }

  /**
   * Writes the whole body to the sink, in parts of at most {@value #PART_BYTES} bytes. Decodes no
   * content coding.
   *
   * @throws SinkException if the sink throws
   * @throws EOFException if the body is shorter than its {@code Content-Length}
   */
  static void transfer(Response response, BodySink sink, Exchange exchange) throws IOException {
    InputStream in = rawStream(response).orElseGet(() -> decodedStream(response));
    byte[] bytes = new byte[PART_BYTES];
    long size = 0;
    exchange.beforeRead();
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      size += count;
      exchange.beforeWrite();
      write(sink, ByteBuffer.wrap(bytes, 0, count));
      exchange.beforeRead();
    }
    requireComplete(size, declaredBytes(response));
  }

  /** Passes a part of the body to the sink. */
  static void write(BodySink sink, ByteBuffer part) throws SinkException {
    try {
      sink.write(part);
    } catch (Throwable thrown) {
      throw new SinkException(thrown);
    }
  }

  private static void requireComplete(long size, long declared) throws EOFException {
    if (size < declared) {
      throw new EOFException("the body has " + size + " of " + declared + " bytes");
    }
  }

  /**
   * Returns the body without its content coding, if decoders are registered on the client.
   *
   * <p>They work in {@link Response#readEntity}. Without a content coding, that method is avoided:
   * it would first look for a reader for the content type, and would fail if that header field is
   * malformed.
   */
  private static InputStream decodedStream(Response response) {
    Optional<InputStream> raw =
        response.getHeaderString(HttpHeaders.CONTENT_ENCODING) == null
            ? rawStream(response)
            : Optional.empty();
    return raw.orElseGet(
        () ->
            response.hasEntity()
                ? response.readEntity(InputStream.class)
                : InputStream.nullInputStream());
  }

  /** Returns the stream of the connector, if there is one. */
  private static Optional<InputStream> rawStream(Response response) {
    return response.getEntity() instanceof InputStream stream
        ? Optional.of(stream)
        : Optional.empty();
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
}
