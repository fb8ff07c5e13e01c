package dev.atlasrestore.transport.reactor;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/**
 * A body while it arrives: each byte is copied once, and never more of them are kept than allowed.
 */
final class Body {

  private static final int FIRST_SIZE = 2048;

  private final int maxBytes;
  private byte[] bytes;
  private int size;

  Body(HttpHeaders headers, int maxBytes) {
    long declared = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, FIRST_SIZE);
    if (declared > maxBytes && headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      throw new TooLarge();
    }
    this.maxBytes = maxBytes;
    this.bytes = new byte[(int) Math.max(0, Math.min(declared, maxBytes))];
  }

  void add(ByteBuf part) {
    int more = part.readableBytes();
    if (more > maxBytes - size) {
      throw new TooLarge();
    }
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(maxBytes, Math.max(size + more, 2 * bytes.length)));
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
