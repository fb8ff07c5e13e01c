package dev.atlasrestore.codec.jsonb;

/**
 * Halves of surrogate pairs. JSON can write one by itself (an escape such as {@code D800}), but no
 * encoding can: such text would change on its way to anywhere else.
 */
final class Surrogates {

  private Surrogates() {}

  /** Whether the text holds half of a pair by itself. */
  static boolean hasHalf(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int next = i + 1;
        if (next == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(next))) {
          return true;
        }
        i = next;
      }
    }
    return false;
  }
}
