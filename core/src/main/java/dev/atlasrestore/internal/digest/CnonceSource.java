package dev.atlasrestore.internal.digest;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Gives out cnonces: 128 random bits each. Shared by all conversations of a client and safe for use
 * by many threads. The generator must be one that never blocks, as this runs on event loops: a DRBG
 * that was seeded when the client was made.
 */
public final class CnonceSource {

  private static final int BYTES = 16;

  private final Supplier<String> cnonces;

  /** Draws from a generator that has been seeded already. */
  public CnonceSource(SecureRandom random) {
    Objects.requireNonNull(random, "random");
    this.cnonces = () -> drawn(random);
  }

  /** Gives out what it is given: published examples name their cnonces. */
  CnonceSource(Supplier<String> cnonces) {
    this.cnonces = cnonces;
  }

  String next() {
    return cnonces.get();
  }

  private static String drawn(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
