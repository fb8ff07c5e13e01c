package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.benchmarks.endtoend.load.Fetcher;

/** Who takes part, in the order of the turns: each of ours stands beside its bare stack. */
public enum Contestant {
  RAW("raw socket loop", Kind.FLOOR),
  PLAIN_REACTOR("Reactor Netty, plain GET", Kind.FLOOR),
  OUR_REACTOR("**transport-reactor**", Kind.OURS),
  PLAIN_VERTX("Vert.x Web Client, plain GET", Kind.FLOOR),
  OUR_VERTX("**transport-vertx**", Kind.OURS),
  PLAIN_JERSEY("Jersey (Apache connector), plain GET", Kind.FLOOR),
  OUR_JERSEY("**transport-jersey**", Kind.OURS),
  JERSEY_DIGEST("Jersey with its digest feature", Kind.PEER),
  APACHE("Apache HttpClient 5, default", Kind.PEER),
  APACHE_SHARED("Apache HttpClient 5, shared context", Kind.PEER),
  OKHTTP("OkHttp + okhttp-digest", Kind.PEER),
  JETTY("Jetty client", Kind.PEER);

  private final String title;
  private final Kind kind;

  Contestant(String title, Kind kind) {
    this.title = title;
    this.kind = kind;
  }

  /** What it is compared as. */
  public enum Kind {
    /** Needs no credentials: shows what a stack costs by itself. */
    FLOOR,
    /** One of our transports. */
    OURS,
    /** Somebody else's digest. */
    PEER
  }

  /** How tables call it. */
  public String title() {
    return title;
  }

  /** What it is compared as. */
  public Kind kind() {
    return kind;
  }

  /** Whether calls at once may leave a client in a state in which no later call succeeds. */
  public boolean isSpoiltByCallsAtOnce() {
    return this == APACHE_SHARED;
  }

  /** A fresh client of this kind, which remembers nothing and has no connections. */
  public Fetcher open(Service service, Decoding decoding) {
    return switch (this) {
      case RAW -> new RawSocket(service);
      case PLAIN_REACTOR -> new PlainReactor(service, decoding);
      case OUR_REACTOR -> new OurReactor(service, decoding);
      case PLAIN_VERTX -> new PlainVertx(service, decoding);
      case OUR_VERTX -> new OurVertx(service, decoding);
      case PLAIN_JERSEY -> PlainJersey.open(service, decoding);
      case OUR_JERSEY -> new OurJersey(service, decoding);
      case JERSEY_DIGEST -> PlainJersey.digest(service, decoding);
      case APACHE -> ApacheClient.byDefault(service, decoding);
      case APACHE_SHARED -> ApacheClient.sharingContext(service, decoding);
      case OKHTTP -> new OkHttp(service, decoding);
      case JETTY -> Jetty.started(service, decoding);
    };
  }
}
