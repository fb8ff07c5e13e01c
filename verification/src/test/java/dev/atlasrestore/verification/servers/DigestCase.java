package dev.atlasrestore.verification.servers;

import static dev.atlasrestore.verification.servers.DigestCase.Counting.BY_OPAQUE;
import static dev.atlasrestore.verification.servers.DigestCase.Counting.IN_ORDER;
import static dev.atlasrestore.verification.servers.DigestCase.Counting.TOLERANT;

import java.time.Duration;

/** A server with a setting of its nonces, and what our digest may cost there, in requests. */
enum DigestCase {
  JETTY_16("Jetty 12.0.16", Product.JETTY_12_0_16, TOLERANT),
  JETTY_16_LIFE(JETTY_16, "nonces live 200 ms", TOLERANT, life(200)),
  JETTY_16_COUNT(JETTY_16, "nonce count 4 (takes 3)", IN_ORDER, usual().nonceCount(4), 3),
  JETTY_39("Jetty 12.0.39", Product.JETTY_12_0_39, TOLERANT),
  JETTY_39_LIFE(JETTY_39, "nonces live 200 ms", TOLERANT, life(200)),
  JETTY_39_COUNT(JETTY_39, "nonce count 4 (takes 3)", IN_ORDER, usual().nonceCount(4), 3),
  TOMCAT("Tomcat", Product.TOMCAT, TOLERANT),
  TOMCAT_LIFE(TOMCAT, "nonces live 200 ms", TOLERANT, life(200)),
  TOMCAT_STRICT(TOMCAT, "strict counts", IN_ORDER, usual().strictCounts()),
  TOMCAT_CACHE(TOMCAT, "remembers 2 nonces", IN_ORDER, usual().nonceCache(2)),
  UNDERTOW("Undertow", Product.UNDERTOW, IN_ORDER),
  UNDERTOW_LIFE(UNDERTOW, "nonces live 200 ms", IN_ORDER, life(200)),
  UNDERTOW_COUNT(UNDERTOW, "nonce count 4", IN_ORDER, usual().nonceCount(4), 4),
  UNDERTOW_ONE_TIME(UNDERTOW, "one-time nonces", IN_ORDER, usual().oneTimeNonces()),
  VERTX("Vert.x Web 4.5", Product.VERTX_WEB_4_5, IN_ORDER),
  VERTX_LIFE(VERTX, "nonces live 200 ms", IN_ORDER, life(200)),
  HTTPD("Apache httpd 2.4", Product.HTTPD, TOLERANT),
  HTTPD_LIFE(HTTPD, "`AuthDigestNonceLifetime 2`", TOLERANT, life(2000)),
  HTTPD_ONE_TIME(HTTPD, "`AuthDigestNonceLifetime 0`", BY_OPAQUE, life(0)),
  HTTPD_STRICT(HTTPD, "`AuthDigestNcCheck On`", BY_OPAQUE, usual().strictCounts()),
  HTTPD_DOMAIN(HTTPD, "`AuthDigestDomain /api`", TOLERANT, usual().domain("/api"));

  /** What a server does with the counts of a nonce that many calls in flight share. */
  enum Counting {
    /** Takes them out of order: all calls share one nonce, and one challenge serves them all. */
    TOLERANT,
    /** Refuses one that comes late, or has few: a nonce for each call in flight. */
    IN_ORDER,
    /** The same, and nonces handed out with one {@code opaque} count together. */
    BY_OPAQUE
  }

  private static final int ENDLESS = Integer.MAX_VALUE;

  private final String server;
  private final String setting;
  private final Product product;
  private final Counting counting;

  @SuppressWarnings("ImmutableEnumChecker") // a record of an unmodifiable map of strings
  private final ServerSettings settings;

  private final int uses;

  DigestCase(String server, Product product, Counting counting) {
    this.server = server;
    this.setting = "default";
    this.product = product;
    this.counting = counting;
    this.settings = usual();
    this.uses = ENDLESS;
  }

  DigestCase(DigestCase base, String setting, Counting counting, ServerSettings settings) {
    this(base, setting, counting, settings, ENDLESS);
  }

  DigestCase(
      DigestCase base, String setting, Counting counting, ServerSettings settings, int uses) {
    this.server = base.server;
    this.setting = setting;
    this.product = base.product;
    this.counting = counting;
    this.settings = settings;
    this.uses = uses;
  }

  private static ServerSettings usual() {
    return ServerSettings.usual();
  }

  private static ServerSettings life(long millis) {
    return usual().nonceLife(Duration.ofMillis(millis));
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
    return settings.equals(usual());
  }

  /** Returns how long a nonce lives, or zero where age alone ends none within a test. */
  Duration life() {
    return Duration.ofMillis(
        Long.parseLong(settings.values().getOrDefault(ServerSettings.NONCE_LIFE, "0")));
  }

  /** Returns the requests of calls one after the other: one each, and one for every new nonce. */
  int inARow(int calls) {
    int nonces = uses == ENDLESS ? 1 : (calls + uses - 1) / uses;
    return calls + nonces;
  }

  /** Returns the most requests that so many first calls at once may take. */
  int atOnce(int calls) {
    return switch (counting) {
      case TOLERANT -> calls + 1;
      case IN_ORDER -> 2 * calls;
      case BY_OPAQUE -> 4 * calls;
    };
  }

  @Override
  public String toString() {
    return server + ", " + setting;
  }
}
