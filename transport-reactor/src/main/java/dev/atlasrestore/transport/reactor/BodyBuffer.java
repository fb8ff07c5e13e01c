package dev.atlasrestore.transport.reactor;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/**
 * Collects the body of one response, up to a limit.
 *
 * <p>Never holds more than the limit in memory. If the response declares its length, the buffer has
 * that size from the start and each byte is copied only once. Not safe for use by several threads:
 * the event loop of the connection fills it and reads it.
 */
final class BodyBuffer {

  private static final int INITIAL_CAPACITY = 2048;

  private final int maxBytes;
  private byte[] bytes;
  private int size;

  /**
   * Creates an empty buffer. If {@code Content-Length} is larger than the limit, adding the first
   * byte fails.
   *
   * @param headers the header fields of the response
   * @param maxBytes the largest body to accept, in bytes
   */
  BodyBuffer(HttpHeaders headers, int maxBytes) {
    int expected = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, INITIAL_CAPACITY);
    boolean tooLarge = expected > maxBytes && headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    this.maxBytes = tooLarge ? 0 : maxBytes;
    this.bytes = new byte[Math.max(0, Math.min(expected, this.maxBytes))];
  }

  /**
   * Adds the next part of the body.
   *
   * @throws BodyTooLargeException if the body would exceed the limit
   */
  void add(ByteBuf part) {
    int added = part.readableBytes();
    if (added > maxBytes - size) {
      throw new BodyTooLargeException();
    }
    if (size + added > bytes.length) {
      long doubled = Math.max(size + added, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, doubled));
    }
    part.readBytes(bytes, size, added);
    size += added;
  }

  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /** Thrown when a body is larger than allowed. Has no stack trace, because it is expected. */
  static final class BodyTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private BodyTooLargeException() {
      super("the body is larger than allowed", null, false, false);
    }
  }
}
