package dev.atlasrestore.testkit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a {@code Digest} {@code Authorization} field, read to the letter: RFC 9110,
 * section 11.4 for the grammar, RFC 7616, section 3.4 for what is quoted and what is not. A server
 * could be kinder; a test server that is not finds mistakes.
 */
final class DigestCredentials {

  private static final Set<String> QUOTED =
      Set.of("username", "realm", "nonce", "uri", "response", "cnonce", "opaque");

  private final Map<String, String> values = new HashMap<>();
  private final String text;
  private int at;

  private DigestCredentials(String text) {
    this.text = text;
  }

  /**
   * Reads what stands behind the scheme.
   *
   * @throws Unreadable if it is not as it must be
   */
  static DigestCredentials read(String text) throws Unreadable {
    DigestCredentials credentials = new DigestCredentials(text);
    credentials.readAll();
    return credentials;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A parameter that must be there.
   *
   * @throws Unreadable if it is not
   */
  String require(String name) throws Unreadable {
    return get(name).orElseThrow(() -> new Unreadable(name + " is missing"));
  }

  private void readAll() throws Unreadable {
    do {
      skipBlanks();
      String name = token().toLowerCase(Locale.ROOT);
      skipBlanks();
      expect('=');
      skipBlanks();
      boolean quoted = at < text.length() && text.charAt(at) == '"';
      if (quoted != QUOTED.contains(name)) {
        throw new Unreadable(name + (quoted ? " must not be quoted" : " must be quoted"));
      }
      String value = quoted ? quotedString() : token();
      if (values.put(name, value) != null) {
        throw new Unreadable(name + " stands there twice");
      }
      skipBlanks();
    } while (skip(','));
    if (at < text.length()) {
      throw new Unreadable("a comma is missing at " + at);
    }
  }

  private String token() throws Unreadable {
    int start = at;
    while (at < text.length() && isTokenCharacter(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw new Unreadable("a token is missing at " + at);
    }
    return text.substring(start, at);
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private String quotedString() throws Unreadable {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return value.toString();
      }
      if (c == '\\') {
        at++;
      }
      if (at < text.length()) {
        value.append(text.charAt(at));
      }
    }
    throw new Unreadable("a quote is not closed");
  }

  private void expect(char c) throws Unreadable {
    if (!skip(c)) {
      throw new Unreadable("'" + c + "' is missing at " + at);
    }
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  /** Says what is wrong; shows no value. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
