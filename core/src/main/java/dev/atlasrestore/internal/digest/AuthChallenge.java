package dev.atlasrestore.internal.digest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of any authentication scheme (RFC 9110, section 11.6.1).
 *
 * @param scheme as the server wrote it; schemes are compared without case
 * @param params unescaped values by lower-case name, in the server's order
 * @param token68 the token that some schemes, for example {@code Negotiate}, send instead of
 *     parameters
 */
record AuthChallenge(String scheme, Map<String, String> params, Optional<String> token68) {

  AuthChallenge {
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }

  boolean isDigest() {
    return scheme.equalsIgnoreCase("Digest");
  }
}
