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
 * An {@code Authorization: Digest} field as a strict server reads it; shares nothing with the code
 * under test.
 *
 * @param params unescaped values by name
 * @param quoted the names whose values stood in quotes
 */
record Authorization(Map<String, String> params, Set<String> quoted) {

  private static final Pattern PARAM =
      Pattern.compile(
          "([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\",\\s]+))(?:, |$)");

  /** The one field of a request. */
  static Authorization in(HttpRequest request) {
    List<String> values =
        request.headers().stream()
            .filter(header -> header.is("Authorization"))
            .map(HttpHeader::value)
            .toList();
    assertThat(values).as("exactly one Authorization field").hasSize(1);
    return read(values.get(0));
  }

  /** Reads a field's value to its last character. */
  static Authorization read(String value) {
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
      assertThat(params.put(matcher.group(1), text)).as("%s said twice", matcher.group(1)).isNull();
      if (isQuoted) {
        quoted.add(matcher.group(1));
      }
      at = matcher.end();
    }
    assertThat(value).doesNotEndWith(", ");
    return new Authorization(params, quoted);
  }

  String get(String name) {
    assertThat(params).containsKey(name);
    return params.get(name);
  }

  String nonce() {
    return get("nonce");
  }

  String nc() {
    return get("nc");
  }
}
