package dev.atlasrestore.verification.servers;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a server shall treat its nonces, where that differs from its own defaults. Immutable. A
 * server that does not know one of the settings refuses to start.
 */
record ServerSettings(Map<String, String> values) {
  static final String NONCE_LIFE = "nonce-life-ms";
  static final String STRICT = "strict";
  static final String DOMAIN = "domain";

  ServerSettings {
    values = Map.copyOf(values);
  }

  /** Returns the server's own defaults. */
  static ServerSettings usual() {
    return new ServerSettings(Map.of());
  }

  /** A nonce is refused when it is older; httpd takes 0 as "valid once". */
  ServerSettings nonceLife(Duration life) {
    return with(NONCE_LIFE, String.valueOf(life.toMillis()));
  }

  /** A nonce is refused after about so many uses: Jetty stops one earlier. */
  ServerSettings nonceCount(int count) {
    return with("nonce-count", String.valueOf(count));
  }

  /** Counts must come one by one, without gaps. */
  ServerSettings strictCounts() {
    return with(STRICT, "true");
  }

  /** A nonce serves one request, and the answer announces the next. */
  ServerSettings oneTimeNonces() {
    return with("one-time", "true");
  }

  /** The server forgets all but so many nonces. */
  ServerSettings nonceCache(int size) {
    return with("nonce-cache", String.valueOf(size));
  }

  /** The challenge names a protection space. */
  ServerSettings domain(String uris) {
    return with(DOMAIN, uris);
  }

  private ServerSettings with(String name, String value) {
    Map<String, String> changed = new TreeMap<>(values);
    changed.put(name, value);
    return new ServerSettings(changed);
  }

  @Override
  public String toString() {
    return values.isEmpty() ? "usual settings" : new TreeMap<>(values).toString();
  }
}
