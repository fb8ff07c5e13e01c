package dev.atlasrestore.internal.text;

import java.util.Set;

/** Makes text of the service safe for messages. */
public final class Printable {

  /** Characters that have no visible form, or that change how the text after them is shown. */
  private static final Set<Integer> NOT_PRINTABLE =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.PRIVATE_USE,
          (int) Character.SURROGATE,
          (int) Character.UNASSIGNED);

  private Printable() {}

  /**
   * Returns the beginning of a text on one line.
   *
   * @param maxCharacters the number of characters to keep
   * @param replacement replaces every character that is not printable
   */
  public static String of(String text, int maxCharacters, char replacement) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(maxCharacters)
        .forEach(
            c ->
                clean.appendCodePoint(
                    NOT_PRINTABLE.contains(Character.getType(c)) ? replacement : c));
    return clean.toString();
  }
}
