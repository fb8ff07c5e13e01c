package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A header field of one megabyte is parsed in linear time, and at most as many characters are kept.
 * The time limit only distinguishes linear work, which takes milliseconds, from quadratic work,
 * which would take many minutes.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeHeadersTest {

  private static final int LENGTH = 1 << 20;

  static Stream<String> patterns() {
    return Stream.of(
        "\"",
        "\\",
        "\\\"",
        ",",
        "=",
        " ",
        "\t,",
        "a",
        "a ",
        "a,",
        "a=",
        "a=,",
        "a=\"",
        "a=\"\",",
        "a=\\",
        "Digest ",
        "Digest,",
        "Digest a",
        "Digest a=",
        "Digest a====",
        "Digest a=b,",
        "Digest realm=\"r\",nonce=\"n\",",
        "realm=\"r\" ",
        "@",
        "@ ",
        "@,",
        "a\u0000",
        "é",
        "=a",
        "a =",
        "a = \"b\\\"\" , ");
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void repeatedPatternIsReadInLinearTime(String pattern) {
    for (String begin : List.of("", "Digest a=\"")) {
      requireBounded(begin + pattern.repeat(LENGTH / pattern.length()));
    }
  }

  @Test
  void randomTextIsReadInLinearTime() {
    for (long seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      String alphabet = "aB1=\",\\ \t@/\u0000é".substring(random.nextInt(8));
      StringBuilder field = new StringBuilder(LENGTH);
      random.ints(LENGTH, 0, alphabet.length()).forEach(i -> field.append(alphabet.charAt(i)));

      requireBounded(field.toString());
    }
  }

  @Test
  void manyParametersAreReadInLinearTime() {
    StringBuilder field = new StringBuilder("Digest realm=r, nonce=n");
    for (int i = 0; field.length() < LENGTH; i++) {
      field.append(",").append(Integer.toString(i, 36)).append("=");
    }

    requireBounded(field.toString());
  }

  /** The names have equal hash codes, which must not make a map slow. */
  @Test
  void parametersWithEqualHashesAreReadInLinearTime() {
    StringBuilder field = new StringBuilder("Digest realm=r, nonce=n");
    for (int i = 0; field.length() < LENGTH; i++) {
      field.append(", ");
      for (int bit = 0; bit < 16; bit++) {
        field.append((i >> bit & 1) == 0 ? "a~" : "b_");
      }
      field.append("=");
    }

    requireBounded(field.toString());
  }

  private static void requireBounded(String field) {
    List<AuthChallenge> challenges = AuthHeaderParser.challenges(List.of(field));

    assertThat(challenges).hasSizeLessThanOrEqualTo(64);
    assertThat(challenges.stream().mapToLong(LargeHeadersTest::size).sum())
        .as(field.substring(0, 40))
        .isLessThanOrEqualTo(field.length());
    assertThat(size(AuthHeaderParser.parameters(List.of(field))))
        .isLessThanOrEqualTo(field.length());
    challenges.forEach(DigestChallenge::from);
  }

  /** Returns how many characters of a field are kept. */
  static long size(AuthChallenge challenge) {
    return challenge.scheme().length()
        + size(challenge.params())
        + challenge.token68().orElse("").length();
  }

  static long size(Map<String, String> params) {
    return params.entrySet().stream()
        .mapToLong(param -> param.getKey().length() + param.getValue().length())
        .sum();
  }
}
