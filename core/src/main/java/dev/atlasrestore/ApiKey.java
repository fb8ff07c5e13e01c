package dev.atlasrestore;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A programmatic API key: the user name and the password of HTTP Digest authentication.
 *
 * <p>{@link #toString()} shows neither part in full, so a key in a log line does no harm.
 *
 * @param publicKey the public part, which is the user name; without {@code :} (RFC 7616, section
 *     3.4.4) and without control characters
 * @param privateKey the private part, a secret; without control characters
 */
public record ApiKey(String publicKey, String privateKey) {

  private static final String PUBLIC_VARIABLE = "ATLAS_PUBLIC_KEY";
  private static final String PRIVATE_VARIABLE = "ATLAS_PRIVATE_KEY";
  private static final int SHOWN = 2;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if a part is blank or contains a character that is not
   *     allowed; the message does not show the part
   */
  public ApiKey {
    requireText("publicKey", publicKey);
    requireText("privateKey", privateKey);
    if (publicKey.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "publicKey must not contain ':': HTTP Digest uses it to separate user name and realm");
    }
  }

  /**
   * Returns the key in the environment variables {@code ATLAS_PUBLIC_KEY} and {@code
   * ATLAS_PRIVATE_KEY}.
   *
   * @throws IllegalStateException if a variable is not set, or does not contain a valid part of a
   *     key; the message names the variables and does not show their values
   */
  public static ApiKey fromEnvironment() {
    return fromEnvironment(System::getenv);
  }

  static ApiKey fromEnvironment(Function<String, @Nullable String> environment) {
    String publicKey = environment.apply(PUBLIC_VARIABLE);
    String privateKey = environment.apply(PRIVATE_VARIABLE);
    if (publicKey == null || privateKey == null) {
      throw new IllegalStateException(
          "The environment variable "
              + (publicKey == null ? PUBLIC_VARIABLE : PRIVATE_VARIABLE)
              + " is not set: set ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY to the parts of the API"
              + " key");
    }
    try {
      return new ApiKey(publicKey, privateKey);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "The environment variables ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY do not contain a valid"
              + " API key: "
              + e.getMessage(),
          e);
    }
  }

  private static void requireText(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    if (Text.hasControlCharacter(value) || Text.hasLoneSurrogate(value)) {
      throw new IllegalArgumentException(
          name + " must not contain control characters or lone surrogates");
    }
  }

  /** Shows the first two characters of a public key that has more than four, and nothing else. */
  @Override
  public String toString() {
    String shown = publicKey.length() > 2 * SHOWN ? publicKey.substring(0, SHOWN) : "";
    return "ApiKey[publicKey=" + shown + "…, privateKey=…]";
  }
}
