package dev.atlasrestore.internal.text;

import java.nio.charset.StandardCharsets;

/** Percent-encodes text as UTF-8 (RFC 3986, section 2.1). */
public final class PercentEncoding {

  private static final String HEX = "0123456789ABCDEF";

  private PercentEncoding() {}

  /**
   * Encodes every character except ASCII letters, ASCII digits and the characters of {@code keep}.
   *
   * @param keep ASCII characters that are not encoded
   */
  public static String encode(String text, String keep) {
    return text.chars().allMatch(c -> isKept(c, keep)) ? text : encodeBytes(text, keep);
  }

  private static String encodeBytes(String text, String keep) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isKept(b, keep)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
      }
    }
    return encoded.toString();
  }

  private static boolean isKept(int c, String keep) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || keep.indexOf(c) >= 0;
  }
}
