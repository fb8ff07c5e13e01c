package dev.atlasrestore.benchmarks.endtoend.contestant;

import static dev.atlasrestore.benchmarks.endtoend.contestant.Decoding.JACKSON;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Decoding.JSONB;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Decoding.NONE;

import java.util.function.Function;

/** All compared clients: the transports, the HTTP stacks alone, and other clients with Digest. */
@SuppressWarnings("ImmutableEnumChecker") // the factories have no state
public enum Contestant {
  REACTOR("**transport-reactor**", service -> new OurReactor(service, JSONB)),
  REACTOR_JACKSON(
      "**transport-reactor** with Jackson", service -> new OurReactor(service, JACKSON)),
  REACTOR_PLAIN("Reactor Netty, plain GET", service -> new PlainReactor(service, NONE)),
  REACTOR_PLAIN_DECODED(
      "Reactor Netty, plain GET, same decoding", service -> new PlainReactor(service, JSONB)),
  REACTOR_PLAIN_JACKSON(
      "Reactor Netty, plain GET, Jackson", service -> new PlainReactor(service, JACKSON)),

  VERTX("**transport-vertx**", service -> new OurVertx(service, JSONB)),
  VERTX_JACKSON("**transport-vertx** with Jackson", service -> new OurVertx(service, JACKSON)),
  VERTX_PLAIN("Vert.x Web Client, plain GET", service -> new PlainVertx(service, NONE)),
  VERTX_PLAIN_DECODED(
      "Vert.x Web Client, plain GET, same decoding", service -> new PlainVertx(service, JSONB)),
  VERTX_PLAIN_JACKSON(
      "Vert.x Web Client, plain GET, Jackson", service -> new PlainVertx(service, JACKSON)),

  JERSEY("**transport-jersey**", service -> new OurJersey(service, JSONB)),
  JERSEY_JACKSON("**transport-jersey** with Jackson", service -> new OurJersey(service, JACKSON)),
  JERSEY_PLAIN("Jersey, plain GET", service -> PlainJersey.open(service, NONE)),
  JERSEY_PLAIN_DECODED(
      "Jersey, plain GET, same decoding", service -> PlainJersey.open(service, JSONB)),
  JERSEY_PLAIN_JACKSON("Jersey, plain GET, Jackson", service -> PlainJersey.open(service, JACKSON)),

  // Only other clients with Digest authentication follow.
  JERSEY_DIGEST("Jersey's digest feature", service -> PlainJersey.digest(service, JSONB)),
  APACHE("Apache HttpClient 5", service -> new ApacheClient(service, JSONB)),
  OKHTTP("OkHttp + okhttp-digest", service -> new OkHttp(service, JSONB)),
  OKHTTP_JACKSON("OkHttp + okhttp-digest with Jackson", service -> new OkHttp(service, JACKSON)),
  JETTY("Jetty client", service -> Jetty.started(service, JSONB));

  private final String title;
  private final Function<Service, Fetcher> factory;

  Contestant(String title, Function<Service, Fetcher> factory) {
    this.title = title;
    this.factory = factory;
  }

  /** Returns the name for tables. */
  public String title() {
    return title;
  }

  /** Returns whether this is a client with Digest authentication that is not a transport. */
  public boolean isOtherClient() {
    return compareTo(JERSEY_DIGEST) >= 0;
  }

  /** Creates a new client without connections and without a remembered challenge. */
  public Fetcher open(Service service) {
    return factory.apply(service);
  }
}
