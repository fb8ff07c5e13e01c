package dev.atlasrestore.transport.reactor;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/**
 * A body while it arrives: never more of it is kept than allowed, and with a declared length each
 * byte is copied once.
 */
final class Body {

  private static final int FIRST_SIZE = 2048;

  private final int maxBytes;
  private byte[] bytes;
  private int size;

  /** A body of which nothing has come yet; one that declares too much fails with its first byte. */
  Body(HttpHeaders headers, int maxBytes) {
    int declared = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, FIRST_SIZE);
    boolean tooLarge = declared > maxBytes && headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    this.maxBytes = tooLarge ? 0 : maxBytes;
    this.bytes = new byte[Math.max(0, Math.min(declared, this.maxBytes))];
  }

  void add(ByteBuf part) {
    int more = part.readableBytes();
    if (more > maxBytes - size) {
      throw new TooLarge();
    }
    if (size + more > bytes.length) {
      long doubled = Math.max(size + more, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, doubled));
    }
    part.readBytes(bytes, size, more);
    size += more;
  }

  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /** The body is larger than allowed. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooLarge() {
      super("the body is larger than allowed", null, false, false);
    }
  }
}
