package dev.atlasrestore.internal.digest;

import java.security.SecureRandom;

/** A generator of numbers that are all different: 1, 2, 3 and so on. */
public final class CountingRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private long drawn;

  /** Fills the array with the next number, its highest byte first. */
  @Override
  public synchronized void nextBytes(byte[] bytes) {
    drawn++;
    for (int i = 0; i < bytes.length; i++) {
      int shift = 8 * (bytes.length - 1 - i);
      bytes[i] = shift < Long.SIZE ? (byte) (drawn >>> shift) : 0;
    }
  }
}
