package dev.atlasrestore.internal.digest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of {@code Authentication-Info} that this client uses (RFC 7616, section 3.5).
 *
 * @param nextnonce the nonce that the server wants for the next request
 * @param rspauth the server's proof that it knows the key
 */
public record AuthenticationInfo(Optional<String> nextnonce, Optional<String> rspauth) {

  /** Reads all {@code Authentication-Info} fields of a response; there may be none. */
  public static AuthenticationInfo parse(List<String> fields) {
    Map<String, String> params = AuthHeaderParser.parameters(fields);
    return new AuthenticationInfo(
        Optional.ofNullable(params.get("nextnonce")), Optional.ofNullable(params.get("rspauth")));
  }
}
