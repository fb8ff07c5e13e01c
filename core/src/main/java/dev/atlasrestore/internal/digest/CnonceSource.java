package dev.atlasrestore.internal.digest;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Gives out cnonces: 128 random bits each. Shared by all conversations of a client and safe for use
 * by many threads. The generator must be one that never blocks, as this runs on event loops: a DRBG
 * that was seeded when the client was made.
 *
 * <p>Such a generator works as long for 16 bytes as for some hundred, so many cnonces are drawn at
 * once. Those that wait are no secrets to keep for long: each is sent in clear.
 */
public final class CnonceSource {

  private static final int BYTES = 16;
  private static final int AT_ONCE = 32;

  private final Supplier<String> cnonces;

  /** Draws from a generator that has been seeded already. */
  public CnonceSource(SecureRandom random) {
    Objects.requireNonNull(random, "random");
    this.cnonces = new Drawn(random);
  }

  /** Gives out what it is given: published examples name their cnonces. */
  CnonceSource(Supplier<String> cnonces) {
    this.cnonces = cnonces;
  }

  String next() {
    return cnonces.get();
  }

  /** Cnonces from a generator. */
  private static final class Drawn implements Supplier<String> {

    private final SecureRandom random;
    private final byte[] waiting = new byte[AT_ONCE * BYTES];
    private int next = waiting.length;

    private Drawn(SecureRandom random) {
      this.random = random;
    }

    @Override
    public synchronized String get() {
      if (next == waiting.length) {
        random.nextBytes(waiting);
        next = 0;
      }
      String cnonce = HexFormat.of().formatHex(waiting, next, next + BYTES);
      next += BYTES;
      return cnonce;
    }
  }
}
