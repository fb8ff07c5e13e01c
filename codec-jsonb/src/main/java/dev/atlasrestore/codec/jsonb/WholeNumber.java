package dev.atlasrestore.codec.jsonb;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses whole numbers exactly.
 *
 * <p>JSON has one type of number, so {@code 1.0} and {@code 1e0} are the whole number 1. A hostile
 * server can send numbers such as {@code 1e1000000000} or a million digits. So long texts are
 * rejected first, and {@link BigDecimal#longValueExact()} rejects large exponents without writing
 * out the digits.
 */
final class WholeNumber {

  /** Leaves room for any 64-bit number with zeros behind the decimal point. */
  private static final int MAX_LENGTH = 64;

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+");

  private WholeNumber() {}

  /**
   * Parses a JSON number.
   *
   * @return null if the number is not whole, does not fit into a {@code long}, or is longer than 64
   *     characters
   */
  static @Nullable Long parse(String number) {
    if (number.length() > MAX_LENGTH) {
      return null;
    }
    try {
      return new BigDecimal(number).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * Parses a JSON string that holds a whole number, as some servers send it. Accepts decimal digits
   * with an optional minus, and nothing else.
   *
   * @return null if the text has another form, or if {@link #parse} returns null
   */
  static @Nullable Long parseString(String text) {
    return DECIMAL.matcher(text).matches() ? parse(text) : null;
  }
}
