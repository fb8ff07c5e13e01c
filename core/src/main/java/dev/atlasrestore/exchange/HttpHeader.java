package dev.atlasrestore.exchange;

import java.util.Locale;
import java.util.Objects;

/**
 * One header field of a request or a response.
 *
 * @param name the field's name; case does not matter
 * @param value the field's value, without surrounding white space
 */
public record HttpHeader(String name, String value) {

  /** Checks that both parts are present. */
  public HttpHeader {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  /** Returns whether the field has this name; case does not matter. */
  public boolean is(String thatName) {
    return name.equalsIgnoreCase(thatName);
  }

  /** Shows the value, unless the field belongs to authentication or to a session. */
  @Override
  public String toString() {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean secret = lower.contains("auth") || lower.contains("cookie");
    return name + ": " + (secret ? "…" : value);
  }
}
