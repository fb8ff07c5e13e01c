package dev.atlasrestore.verification.servers;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The nonce settings of a server that differ from its defaults. Immutable. A server does not start
 * with a setting that it does not support.
 */
record ServerSettings(Map<String, String> values) {
  static final String NONCE_LIFETIME = "nonce-life-ms";
  static final String STRICT = "strict";
  static final String DOMAIN = "domain";

  ServerSettings {
    values = Map.copyOf(values);
  }

  /** Returns the defaults of the server. */
  static ServerSettings defaults() {
    return new ServerSettings(Map.of());
  }

  /** Rejects a nonce after this time. For httpd, zero means that a nonce is valid once. */
  ServerSettings nonceLifetime(Duration lifetime) {
    return with(NONCE_LIFETIME, String.valueOf(lifetime.toMillis()));
  }

  /** Rejects a nonce after this many uses. Jetty rejects it one use earlier. */
  ServerSettings nonceCount(int count) {
    return with("nonce-count", String.valueOf(count));
  }

  /** Requires nonce counts in order and without gaps. */
  ServerSettings strictCounts() {
    return with(STRICT, "true");
  }

  /** Accepts a nonce once. The response names the next nonce. */
  ServerSettings oneTimeNonces() {
    return with("one-time", "true");
  }

  /** Remembers only this many nonces. */
  ServerSettings nonceCache(int size) {
    return with("nonce-cache", String.valueOf(size));
  }

  /** Names a protection space in the challenge. */
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
    return values.isEmpty() ? "default settings" : new TreeMap<>(values).toString();
  }
}
