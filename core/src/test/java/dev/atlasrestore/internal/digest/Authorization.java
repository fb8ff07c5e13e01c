package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code Authorization: Digest} field as a strict server reads it. Shares no code with the
 * client.
 *
 * @param params unescaped values by name
 * @param quoted the names of the quoted parameters
 */
public record Authorization(Map<String, String> params, Set<String> quoted) {

  private static final Pattern PARAM =
      Pattern.compile(
          "([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\",\\s]+))(?:, |$)");

  /** Reads the one {@code Authorization} field of a request. */
  public static Authorization in(HttpRequest request) {
    List<String> values =
        request.headers().stream()
            .filter(header -> header.is("Authorization"))
            .map(HttpHeader::value)
            .toList();
    assertThat(values).as("Authorization fields").hasSize(1);
    return read(values.get(0));
  }

  /** Reads the value of a field to its end. */
  public static Authorization read(String value) {
    assertThat(value).startsWith("Digest ");
    Map<String, String> params = new LinkedHashMap<>();
    Set<String> quoted = new TreeSet<>();
    Matcher matcher = PARAM.matcher(value);
    int at = "Digest ".length();
    while (at < value.length()) {
      assertThat(matcher.find(at) && matcher.start() == at).as("a parameter at %s", at).isTrue();
      boolean isQuoted = matcher.group(2) != null;
      String text =
          isQuoted
              ? matcher.group(2).replaceAll("\\\\(.)", "$1")
              : String.valueOf(matcher.group(3));
      assertThat(params.put(matcher.group(1), text))
          .as("earlier value of %s", matcher.group(1))
          .isNull();
      if (isQuoted) {
        quoted.add(matcher.group(1));
      }
      at = matcher.end();
    }
    assertThat(value).doesNotEndWith(", ");
    return new Authorization(params, quoted);
  }

  /** Returns the value of a parameter that must be present. */
  public String get(String name) {
    assertThat(params).containsKey(name);
    return params.get(name);
  }

  public String nonce() {
    return get("nonce");
  }

  public String nc() {
    return get("nc");
  }
}
