package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.DigestCase.NonceCounts.IN_ORDER;
import static dev.atlasrestore.verification.servers.DigestCase.NonceCounts.PER_OPAQUE;
import static dev.atlasrestore.verification.servers.DigestCase.NonceCounts.TOLERANT;

import java.time.Duration;

/** A server with a nonce setting, and the number of requests that calls may take there. */
enum DigestCase {
  JETTY_16("Jetty 12.0.16", Product.JETTY_12_0_16, TOLERANT),
  JETTY_16_LIFE(JETTY_16, "nonces live 200 ms", TOLERANT, lifetime(200)),
  JETTY_16_COUNT(JETTY_16, "nonce count 4 (takes 3)", IN_ORDER, defaults().nonceCount(4), 3),
  JETTY_39("Jetty 12.0.39", Product.JETTY_12_0_39, TOLERANT),
  JETTY_39_LIFE(JETTY_39, "nonces live 200 ms", TOLERANT, lifetime(200)),
  JETTY_39_COUNT(JETTY_39, "nonce count 4 (takes 3)", IN_ORDER, defaults().nonceCount(4), 3),
  TOMCAT("Tomcat", Product.TOMCAT, TOLERANT),
  TOMCAT_LIFE(TOMCAT, "nonces live 200 ms", TOLERANT, lifetime(200)),
  TOMCAT_STRICT(TOMCAT, "strict counts", IN_ORDER, defaults().strictCounts()),
  TOMCAT_CACHE(TOMCAT, "remembers 2 nonces", IN_ORDER, defaults().nonceCache(2)),
  UNDERTOW("Undertow", Product.UNDERTOW, IN_ORDER),
  UNDERTOW_LIFE(UNDERTOW, "nonces live 200 ms", IN_ORDER, lifetime(200)),
  UNDERTOW_COUNT(UNDERTOW, "nonce count 4", IN_ORDER, defaults().nonceCount(4), 4),
  UNDERTOW_ONE_TIME(UNDERTOW, "one-time nonces", IN_ORDER, defaults().oneTimeNonces()),
  VERTX("Vert.x Web 4.5", Product.VERTX_WEB_4_5, IN_ORDER),
  VERTX_LIFE(VERTX, "nonces live 200 ms", IN_ORDER, lifetime(200)),
  HTTPD("Apache httpd 2.4", Product.HTTPD, TOLERANT),
  HTTPD_LIFE(HTTPD, "`AuthDigestNonceLifetime 2`", TOLERANT, lifetime(2000)),
  HTTPD_ONE_TIME(HTTPD, "`AuthDigestNonceLifetime 0`", PER_OPAQUE, lifetime(0)),
  HTTPD_STRICT(HTTPD, "`AuthDigestNcCheck On`", PER_OPAQUE, defaults().strictCounts()),
  HTTPD_DOMAIN(HTTPD, "`AuthDigestDomain /api`", TOLERANT, defaults().domain("/api"));

  /** How a server treats the nonce counts of simultaneous calls. */
  enum NonceCounts {
    /** Accepts any order. All calls share one nonce, so they need one challenge. */
    TOLERANT,
    /** Rejects a count that is out of order, or allows few. Each call in flight needs a nonce. */
    IN_ORDER,
    /** Like {@code IN_ORDER}, and all nonces with the same {@code opaque} share their counts. */
    PER_OPAQUE
  }

  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final String server;
  private final String setting;
  private final Product product;
  private final NonceCounts counts;

  @SuppressWarnings("ImmutableEnumChecker") // a record of an unmodifiable map of strings
  private final ServerSettings settings;

  private final int uses;

  DigestCase(String server, Product product, NonceCounts counts) {
    this.server = server;
    this.setting = "default";
    this.product = product;
    this.counts = counts;
    this.settings = defaults();
    this.uses = UNLIMITED;
  }

  DigestCase(DigestCase base, String setting, NonceCounts counts, ServerSettings settings) {
    this(base, setting, counts, settings, UNLIMITED);
  }

  DigestCase(
      DigestCase base, String setting, NonceCounts counts, ServerSettings settings, int uses) {
    this.server = base.server;
    this.setting = setting;
    this.product = base.product;
    this.counts = counts;
    this.settings = settings;
    this.uses = uses;
  }

  private static ServerSettings defaults() {
    return ServerSettings.defaults();
  }

  private static ServerSettings lifetime(long millis) {
    return defaults().nonceLifetime(Duration.ofMillis(millis));
  }

  RealServer start() {
    return RealServer.start(product, settings);
  }

  String server() {
    return server;
  }

  String setting() {
    return setting;
  }

  boolean isDefault() {
    return settings.equals(defaults());
  }

  /** Returns the lifetime of a nonce, or zero if no nonce expires during a test. */
  Duration nonceLifetime() {
    return Duration.ofMillis(
        Long.parseLong(settings.values().getOrDefault(ServerSettings.NONCE_LIFETIME, "0")));
  }

  /** Returns the number of requests: one for each call and one for each new nonce. */
  int sequentialRequests(int calls) {
    int nonces = uses == UNLIMITED ? 1 : (calls + uses - 1) / uses;
    return calls + nonces;
  }

  /** Returns the most requests that this many simultaneous first calls may take. */
  int maxSimultaneousRequests(int calls) {
    return switch (counts) {
      case TOLERANT -> calls + 1;
      case IN_ORDER -> 2 * calls;
      case PER_OPAQUE -> 4 * calls;
    };
  }

  @Override
  public String toString() {
    return server + ", " + setting;
  }
}
