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
 * A megabyte of anything is read in linear time, and no more of it is kept than was sent. The time
 * limit is no measurement: linear work takes milliseconds, quadratic work on a million characters
 * would take many minutes.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeFieldsTest {

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
  void of_one_pattern(String pattern) {
    for (String begin : List.of("", "Digest a=\"")) {
      requireBounded(begin + pattern.repeat(LENGTH / pattern.length()));
    }
  }

  @Test
  void of_chance() {
    for (long seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      String alphabet = "aB1=\",\\ \t@/\u0000é".substring(random.nextInt(8));
      StringBuilder field = new StringBuilder(LENGTH);
      random.ints(LENGTH, 0, alphabet.length()).forEach(i -> field.append(alphabet.charAt(i)));

      requireBounded(field.toString());
    }
  }

  @Test
  void of_parameters_all_different() {
    StringBuilder field = new StringBuilder("Digest realm=r, nonce=n");
    for (int i = 0; field.length() < LENGTH; i++) {
      field.append(",").append(Integer.toString(i, 36)).append("=");
    }

    requireBounded(field.toString());
  }

  /** Strings of equal hash, which a map must not be slow on. */
  @Test
  void of_parameters_that_collide() {
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

  @Test
  void of_64_kb_of_nonce_nothing_is_remembered() {
    Client client = new Client();

    client
        .get()
        .challenged("Digest realm=\"r\", nonce=\"" + "n".repeat(65_536) + "\"")
        .endsWith(401, 1);
    client.get().challenged(Challenges.digest("n")).answeredWith("nextnonce=" + "n".repeat(65_536));
    client.get().signs("n", 2);
  }

  private static void requireBounded(String field) {
    List<AuthChallenge> challenges = HeaderFields.challenges(List.of(field));

    assertThat(challenges).hasSizeLessThanOrEqualTo(64);
    assertThat(challenges.stream().mapToLong(LargeFieldsTest::size).sum())
        .as(field.substring(0, 40))
        .isLessThanOrEqualTo(field.length());
    assertThat(size(HeaderFields.parameters(List.of(field)))).isLessThanOrEqualTo(field.length());
    challenges.forEach(Challenge::from);
  }

  /** How many characters of a field are kept. */
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
