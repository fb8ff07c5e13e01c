package dev.atlasrestore.testkit.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a {@code Digest} {@code Authorization} field. The parser is strict, because a
 * lenient test server would hide a client's mistakes. The grammar is that of RFC 9110, section
 * 11.4; RFC 7616, section 3.4 says which values must be quoted.
 */
public final class DigestCredentials {

  private static final Set<String> QUOTED =
      Set.of("username", "realm", "nonce", "uri", "response", "cnonce", "opaque");

  private final Map<String, String> values = new HashMap<>();
  private final String text;
  private int position;

  private DigestCredentials(String text) {
    this.text = text;
  }

  /**
   * Parses the text after the scheme.
   *
   * @throws MalformedCredentials if the text breaks the grammar or the quoting rules
   */
  public static DigestCredentials parse(String text) throws MalformedCredentials {
    DigestCredentials credentials = new DigestCredentials(text);
    credentials.readParameters();
    return credentials;
  }

  /** Returns the value of this parameter; empty if it is missing. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Returns the value of a required parameter.
   *
   * @throws MalformedCredentials if it is missing
   */
  public String require(String name) throws MalformedCredentials {
    return get(name).orElseThrow(() -> new MalformedCredentials(name + " is missing"));
  }

  private void readParameters() throws MalformedCredentials {
    do {
      skipBlanks();
      String name = readToken().toLowerCase(Locale.ROOT);
      skipBlanks();
      expect('=');
      skipBlanks();
      boolean quoted = position < text.length() && text.charAt(position) == '"';
      if (quoted != QUOTED.contains(name)) {
        throw new MalformedCredentials(name + (quoted ? " must not be quoted" : " must be quoted"));
      }
      String value = quoted ? readQuotedString() : readToken();
      if (values.put(name, value) != null) {
        throw new MalformedCredentials(name + " appears twice");
      }
      skipBlanks();
    } while (skip(','));
    if (position < text.length()) {
      throw new MalformedCredentials("expected a comma at index " + position);
    }
  }

  private String readToken() throws MalformedCredentials {
    int start = position;
    while (position < text.length() && isTokenCharacter(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw new MalformedCredentials("expected a token at index " + position);
    }
    return text.substring(start, position);
  }

  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private String readQuotedString() throws MalformedCredentials {
    StringBuilder value = new StringBuilder();
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        return value.toString();
      }
      if (c == '\\') {
        position++;
      }
      if (position < text.length()) {
        value.append(text.charAt(position));
      }
    }
    throw new MalformedCredentials("a quoted string is not closed");
  }

  private void expect(char c) throws MalformedCredentials {
    if (!skip(c)) {
      throw new MalformedCredentials("expected '" + c + "' at index " + position);
    }
  }

  private boolean skip(char c) {
    boolean found = position < text.length() && text.charAt(position) == c;
    position += found ? 1 : 0;
    return found;
  }

  private void skipBlanks() {
    while (position < text.length()
        && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
      position++;
    }
  }

  /** Says what is wrong with the credentials, without a value of a parameter. */
  public static final class MalformedCredentials extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** The reason must not hold a value of a parameter. */
    public MalformedCredentials(String reason) {
      super(reason);
      this.reason = reason;
    }

    /** Returns what is wrong. */
    public String reason() {
      return reason;
    }
  }
}
