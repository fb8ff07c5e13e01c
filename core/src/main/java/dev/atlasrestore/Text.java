package dev.atlasrestore;

import java.util.Set;

/** Checks and cleans text. */
final class Text {

  private static final int LONGEST_QUOTE = 100;

  /** These have no visible form, or change how the text after them is shown. */
  private static final Set<Integer> NOT_PRINTABLE =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.PRIVATE_USE,
          (int) Character.SURROGATE,
          (int) Character.UNASSIGNED);

  private Text() {}

  static boolean hasControlCharacter(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** Whether the text has one half of a surrogate pair, which no charset can encode. */
  static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /**
   * Returns the beginning of a text that the service sent, for a message: at most 100 characters on
   * one line, with {@code ?} for every character that is not printable.
   */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .forEach(
            c -> clean.appendCodePoint(NOT_PRINTABLE.contains(Character.getType(c)) ? '?' : c));
    return clean.toString();
  }
}
