package dev.atlasrestore;

import java.util.Objects;

/**
 * A programmatic API key: the user name and the password of HTTP Digest.
 *
 * <p>{@link #toString()} shows neither part in full, so a key may stand in a log line by accident
 * without harm.
 *
 * @param publicKey the public part, digest's user name; holds no {@code :} (RFC 7616, section
 *     3.4.4) and no control characters
 * @param privateKey the private part, a secret; holds no control characters
 */
public record ApiKey(String publicKey, String privateKey) {

  private static final int SHOWN = 2;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if a part is empty or holds what it must not; the message does
   *     not show it
   */
  public ApiKey {
    requireText("publicKey", publicKey);
    requireText("privateKey", privateKey);
    if (publicKey.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "publicKey must hold no ':': digest could not tell it from the realm");
    }
  }

  private static void requireText(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    if (Text.hasControlCharacter(value) || Text.hasLoneSurrogate(value)) {
      throw new IllegalArgumentException(
          name + " must hold no control characters and no lone surrogates");
    }
  }

  @Override
  public String toString() {
    String shown = publicKey.length() > 2 * SHOWN ? publicKey.substring(0, SHOWN) : "";
    return "ApiKey[publicKey=" + shown + "…, privateKey=…]";
  }
}
