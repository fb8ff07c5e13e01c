package dev.atlasrestore.internal.text;

import java.nio.charset.StandardCharsets;

/** Percent-encodes text in UTF-8 (RFC 3986, section 2.1). */
public final class PercentEncoding {

  private static final String HEX = "0123456789ABCDEF";

  private PercentEncoding() {}

  /**
   * Encodes every byte of the text except ASCII letters, ASCII digits and the given punctuation.
   *
   * @param text the text to encode
   * @param kept the ASCII punctuation that stays as it is
   * @return the same text if nothing needs encoding
   */
  public static String encode(String text, String kept) {
    if (text.chars().allMatch(c -> isKept((char) c, kept))) {
      return text;
    }
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (isKept(c, kept)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return encoded.toString();
  }

  private static boolean isKept(char c, String kept) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || kept.indexOf(c) >= 0;
  }
}
