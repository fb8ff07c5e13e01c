package dev.atlasrestore.internal.digest;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** A generator whose numbers of eight bytes are all different: 1, 2, 3 and so on. */
public final class CountingRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private long last;

  /** Fills the array, whose length must be a multiple of 8, with the next numbers. */
  @Override
  public synchronized void nextBytes(byte[] bytes) {
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    while (numbers.hasRemaining()) {
      numbers.putLong(++last);
    }
  }
}
