package dev.atlasrestore.internal.digest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of any scheme, as read from a header field (RFC 9110, section 11.6.1).
 *
 * @param scheme as written; compared without case
 * @param params by lower-case name, unescaped
 * @param token68 what stands in place of parameters, for example with {@code Negotiate}
 */
record AuthChallenge(String scheme, Map<String, String> params, Optional<String> token68) {

  AuthChallenge {
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }
}
