package dev.atlasrestore.codec.jsonb;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers from their text: exact or not at all.
 *
 * <p>JSON has one kind of number, so {@code 1.0} and {@code 1e0} are the whole number 1. The text
 * of a number can be hostile ({@code 1e1000000000}, a million digits), so what is too long is not
 * looked at, and nothing is ever expanded to its digits before it is known to be short.
 */
final class WholeNumber {

  /** Any 64-bit number, and room for zeros behind the point. */
  private static final int MAX_LENGTH = 64;

  /** As many digits as always fit into a long. */
  private static final int SURE_DIGITS = 18;

  private WholeNumber() {}

  /**
   * The value of a JSON number; null if it is not whole, does not fit into a long, or is longer
   * than 64 characters.
   *
   * @param number a number as JSON writes it
   */
  static @Nullable Long of(String number) {
    if (number.length() > MAX_LENGTH) {
      return null;
    }
    if (isDigits(number)) {
      return Long.valueOf(number);
    }
    try {
      return new BigDecimal(number).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** The value of 1 to 18 decimal digits; null if the text is anything else. */
  static @Nullable Long ofDigits(String text) {
    return isDigits(text) ? Long.valueOf(text) : null;
  }

  private static boolean isDigits(String text) {
    if (text.isEmpty() || text.length() > SURE_DIGITS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
