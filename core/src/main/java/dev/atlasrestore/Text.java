package dev.atlasrestore;

import dev.atlasrestore.internal.text.Printable;

/** Checks and cleans text. */
final class Text {

  private static final int LONGEST_QUOTE = 100;

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
    return Printable.of(text, LONGEST_QUOTE, '?');
  }
}
