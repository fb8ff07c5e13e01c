package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.ElapsedClock;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A fake Atlas on a free port of 127.0.0.1: real HTTP/1.1, a digest check of its own, the service's
 * answers and errors, and scripted faults. Needs no JUnit; {@link FakeAtlasExtension} is for JUnit
 * 5.
 *
 * <pre>{@code
 * try (FakeAtlas atlas = FakeAtlas.start()) {
 *   atlas.put(ref, RestoreJobFixtures.finished());
 *   atlas.script(ref, Reply.status(503), Reply.drop());   // then the stored job again
 *   ... AtlasConfig config = atlas.config(); ...
 *   atlas.requests();                                      // what it saw
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. {@link #close()} closes every connection and ends every thread.
 */
public final class FakeAtlas implements AutoCloseable {

  private final HttpServer server;
  private final AtlasHost host;
  private final String basePath;
  private final ApiKey key;

  private FakeAtlas(Builder b) {
    this.basePath = b.basePath;
    this.key = b.key;
    this.host =
        new AtlasHost(basePath, key, b.rules, b.clock, b.rateLimit.map(r -> r.apply(b.clock)));
    this.server = b.fullBacklog ? HttpServer.crowded(host, b.tls) : HttpServer.start(host, b.tls);
  }

  /** Starts a tolerant one that challenges as Atlas does. */
  public static FakeAtlas start() {
    return builder().start();
  }

  /** Starts one with these digest rules. */
  public static FakeAtlas start(DigestRules rules) {
    return builder().digest(rules).start();
  }

  /** Starts one that secures its connections so; the address of most says https. */
  public static FakeAtlas start(FakeTls tls) {
    return builder().tls(tls).start();
  }

  /** Begins one with other ways: rules, key, product, TLS, rate limit, clock. */
  public static Builder builder() {
    return new Builder();
  }

  /** Its address and its key; everything else by default. */
  public AtlasConfig config() {
    return AtlasConfig.of(baseUri(), key);
  }

  /** Its address, with the path in front of {@code /groups}. */
  public URI baseUri() {
    return URI.create(server.uri() + basePath);
  }

  /** The raw path of a job, as a client must send it. */
  public String path(RestoreJobRef ref) {
    return JobPath.of(ref).encoded(basePath);
  }

  /**
   * Stores a job, or its successive states: each read takes the next one, and the last one stays.
   */
  public void put(RestoreJobRef ref, RestoreJob job, RestoreJob... later) {
    List<String> states = new ArrayList<>(List.of(JobJson.job(job)));
    for (RestoreJob state : later) {
      states.add(JobJson.job(state));
    }
    host.jobs().put(JobPath.of(ref), states);
  }

  /** Stores a body as it is, or successive ones, as {@link #put} does. */
  public void putJson(RestoreJobRef ref, String json, String... later) {
    List<String> states = new ArrayList<>(List.of(json));
    states.addAll(List.of(later));
    host.jobs().put(JobPath.of(ref), states);
  }

  /**
   * Answers the next requests for this job by these replies, in turn, and then as before. A
   * scripted reply stands in for the whole answer: no credentials are checked for it, and a client
   * that has no nonce yet gets it in place of a challenge. {@link Reply#unscripted()} lets a
   * request through.
   */
  public void script(RestoreJobRef ref, Reply... replies) {
    host.scripts().add(JobPath.of(ref), List.of(replies));
  }

  /** The same for the next requests of any kind; these come before those of a job. */
  public void script(Reply... replies) {
    host.scripts().add(List.of(replies));
  }

  /**
   * Answers every request by this from now on, unless a script says otherwise: {@code
   * Reply.status(503)} is a service that is down. {@link Reply#unscripted()} ends it, as {@link
   * #reset()} does.
   */
  public void always(Reply reply) {
    host.always(Objects.requireNonNull(reply, "reply"));
  }

  /** Changes the digest rules; nonces given out before are unknown from now on. */
  public void digest(DigestRules changed) {
    host.digest(Objects.requireNonNull(changed, "changed"));
  }

  /** Makes every nonce unknown, as a restart would. */
  public void forgetNonces() {
    host.forgetNonces();
  }

  /** What it saw, in the order of arrival: a picture of this moment. */
  public List<SeenRequest> requests() {
    return server.log().requests();
  }

  /** Forgets what it saw; nothing else changes. */
  public void forgetRequests() {
    server.log().forgetRequests();
  }

  /** How many connections were made in all. */
  public int connections() {
    return server.log().connections();
  }

  /** How many connections are open now. */
  public int openConnections() {
    return server.log().openConnections();
  }

  /**
   * Waits until that many requests have come since they were last forgotten; says whether they
   * have.
   */
  public boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return server.log().awaitRequests(count, atMost);
  }

  /** Waits until no connection is open; says whether that is so. */
  public boolean awaitNoConnections(Duration atMost) throws InterruptedException {
    return server.log().awaitOpenConnections(0, atMost);
  }

  /** Closes every open connection from its side; new ones are still accepted. */
  public void dropConnections() {
    server.dropConnections();
  }

  /** Ends {@link Builder#fullBacklog()}: connections are accepted from now on. */
  public void acceptConnections() {
    server.disperse();
  }

  /** Forgets jobs, scripts, nonces and what it saw: as good as new, on the same port. */
  public void reset() {
    host.always(Reply.unscripted());
    host.scripts().clear();
    host.jobs().clear();
    host.forgetNonces();
    forgetRequests();
  }

  boolean isClosed() {
    return server.isClosed();
  }

  /** Closes every connection, ends every thread, frees the port. May be called again. */
  @Override
  public void close() {
    server.close();
  }

  /** Collects the ways of a {@link FakeAtlas}. For one thread; may start several. */
  public static final class Builder {

    private String basePath = "/api/atlas/v1.0";
    private ApiKey key = new ApiKey("fakepublickey", "fake-private-key-0123456789");
    private DigestRules rules = DigestRules.of(ChallengeShape.MD5);
    private InstantSource clock = new ElapsedClock();
    private Optional<Function<InstantSource, RateLimit>> rateLimit = Optional.empty();
    private FakeTls tls = FakeTls.none();
    private boolean fullBacklog;

    private Builder() {}

    /** How it challenges; by default as Atlas does, and tolerantly. */
    public Builder digest(DigestRules rules) {
      this.rules = Objects.requireNonNull(rules, "rules");
      return this;
    }

    /** The one key it knows. */
    public Builder key(ApiKey key) {
      this.key = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * What stands in front of {@code /groups}; {@code /api/atlas/v1.0} by default, {@code
     * /api/public/v1.0} for Cloud Manager and Ops Manager.
     *
     * @param basePath as it is sent, with a slash in front and none behind; may be empty. Not
     *     checked
     */
    public Builder basePath(String basePath) {
      this.basePath = Objects.requireNonNull(basePath, "basePath");
      return this;
    }

    /**
     * Answers 429 with {@code Retry-After} where a group gets more requests than this in any such
     * time, challenges included; unlimited by default.
     *
     * @param requests how many, at least 1; not checked
     * @param per in which time; zero or less is no limit
     */
    public Builder rateLimit(int requests, Duration per) {
      this.rateLimit = Optional.of(clock -> new RateLimit(requests, per, clock));
      return this;
    }

    /** What the lives of nonces, the rate limit and the dates of answers go by. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** How it secures its connections; not at all by default. */
    public Builder tls(FakeTls tls) {
      this.tls = Objects.requireNonNull(tls, "tls");
      return this;
    }

    /**
     * Nobody can connect until {@link FakeAtlas#acceptConnections()}: the queue in front of it is
     * full, and whoever connects hangs. To start it throws {@link UnsupportedOperationException}
     * where the operating system's queues cannot be filled; Linux's can.
     */
    public Builder fullBacklog() {
      this.fullBacklog = true;
      return this;
    }

    /** Starts it. */
    public FakeAtlas start() {
      return new FakeAtlas(this);
    }
  }
}
