package dev.atlasrestore;

/** The checks of text that several values share. */
final class Text {

  private Text() {}

  static boolean hasControlCharacter(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** Whether the text holds half of a surrogate pair, which no encoding can write. */
  static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
