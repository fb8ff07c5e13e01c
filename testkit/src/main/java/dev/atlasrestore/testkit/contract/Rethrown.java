package dev.atlasrestore.testkit.contract;

/** Throws any exception without wrapping it, although the compiler does not expect it. */
final class Rethrown {

  private Rethrown() {}

  /**
   * Throws the same instance, checked or not. Never returns. Callers write {@code throw
   * Rethrown.unchanged(…)}, so that the compiler knows that their method ends.
   */
  static RuntimeException unchanged(Throwable thrown) {
    throw Rethrown.<RuntimeException>as(thrown);
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException as(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
