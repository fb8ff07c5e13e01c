package dev.atlasrestore.exchange;

import java.util.Locale;
import java.util.Objects;

/**
 * One header field of a request or an answer.
 *
 * @param name its name; case does not matter
 * @param value its value, without surrounding white space
 */
public record HttpHeader(String name, String value) {

  /** Takes both parts. */
  public HttpHeader {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  /** Whether this is the field of that name. */
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
