package dev.atlasrestore.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One header field of a request or a response.
 *
 * @param name the field's name; case does not matter
 * @param value the field's value, without surrounding white space
 */
public record HttpHeader(String name, String value) {

  private static final List<String> SECRETS =
      List.of("auth", "cookie", "token", "key", "secret", "location");

  /** Checks that both parts are present. */
  public HttpHeader {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  /** Returns whether the field has this name; case does not matter. */
  public boolean is(String thatName) {
    return name.equalsIgnoreCase(thatName);
  }

  /** Shows the value, unless it may be a secret: credentials, a session, a token or a link. */
  @Override
  public String toString() {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean secret = SECRETS.stream().anyMatch(lower::contains);
    return name + ": " + (secret ? "…" : value);
  }
}
