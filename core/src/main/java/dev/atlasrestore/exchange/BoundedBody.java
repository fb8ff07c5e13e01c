package dev.atlasrestore.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects the body of one response in memory, up to a limit.
 *
 * <p>Never holds more bytes than the limit. If the declared length is known and within the limit,
 * the array has that size from the start, and each byte is copied once. If not, {@link #add(int,
 * Part)} creates the array with the size of the first part, and {@link #readFrom} with at least 2
 * KiB. The array at least doubles when it is full, up to the limit.
 *
 * <p>A body may be shorter or longer than declared. The runner, or its native client, checks that.
 *
 * <p>If the declared length is larger than the limit, adding the first byte throws a {@link
 * BodyTooLargeException}. A response that declares a length but has no body, such as a 304, is
 * accepted.
 *
 * <p>Not safe for use by several threads at the same time.
 */
public final class BoundedBody {

  private static final int MIN_READ = 2048;

  private final int maxBytes;
  private int limit;
  private byte[] bytes;
  private int size;

  /** Copies a part of a body into an array, for example {@code buffer::get}. */
  @FunctionalInterface
  public interface Part {

    /** Copies the whole part, which has this length, to this offset of the array. */
    void copyTo(byte[] target, int offset, int length);
  }

  /**
   * Creates an empty body.
   *
   * @param maxBytes the size of the largest accepted body
   * @param declaredBytes the value of {@code Content-Length}; negative if it is not known
   */
  public BoundedBody(int maxBytes, long declaredBytes) {
    this.maxBytes = maxBytes;
    this.limit = declaredBytes > maxBytes ? 0 : maxBytes;
    this.bytes = new byte[(int) Math.max(0, Math.min(declaredBytes, limit))];
  }

  /**
   * Adds the remaining bytes of a buffer.
   *
   * @throws BodyTooLargeException if the body is larger than the limit
   */
  public void add(ByteBuffer part) {
    add(part.remaining(), part::get);
  }

  /**
   * Adds a part of any type.
   *
   * @param length the number of its bytes
   * @param part copies these bytes; called once, before this method returns
   * @throws BodyTooLargeException if the body is larger than the limit
   */
  public void add(int length, Part part) {
    requireFits(length);
    if (length > bytes.length - size) {
      grow(size + length);
    }
    part.copyTo(bytes, size, length);
    size += length;
  }

  /**
   * Reads the next bytes of a stream, without an array in between. Blocks as the stream does.
   *
   * @return false at the end of the stream
   * @throws BodyTooLargeException if the body is larger than the limit
   */
  public boolean readFrom(InputStream in) throws IOException {
    if (size < bytes.length) {
      int count = in.read(bytes, size, bytes.length - size);
      size += Math.max(0, count);
      return count >= 0;
    }
    // The array is full, and often the body is complete. One byte shows whether it is.
    int next = in.read();
    if (next < 0) {
      return false;
    }
    requireFits(1);
    grow(size + MIN_READ);
    bytes[size++] = (byte) next;
    return true;
  }

  private void requireFits(int added) {
    if (added > limit - size) {
      limit = 0;
      size = 0;
      bytes = new byte[0];
      throw new BodyTooLargeException(maxBytes);
    }
  }

  private void grow(int needed) {
    long capacity = Math.max(needed, 2L * bytes.length);
    bytes = Arrays.copyOf(bytes, (int) Math.min(limit, capacity));
  }

  /** Returns the number of bytes that were added. */
  public int size() {
    return size;
  }

  /** Returns all bytes. Copies them only if the array is larger. Add nothing afterwards. */
  public byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
