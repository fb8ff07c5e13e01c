package dev.atlasrestore.internal.digest;

/** Makes cnonces. Safe for use by many threads. */
@FunctionalInterface
interface CnonceSource {

  /** Returns a new cnonce. */
  String next();
}
