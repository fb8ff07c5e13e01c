package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.testkit.internal.JobJson;
import dev.atlasrestore.testkit.internal.JobPath;
import dev.atlasrestore.testkit.internal.ListPath;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * A fake Atlas on a free port of 127.0.0.1. It speaks real HTTP/1.1, checks digest credentials,
 * returns stored jobs and the service's errors, and sends scripted replies. It needs no test
 * framework; {@link FakeAtlasExtension} manages it for JUnit Jupiter.
 *
 * <pre>{@code
 * try (FakeAtlas atlas = FakeAtlas.start()) {
 *   atlas.put(ref, RestoreJobFixtures.finished());
 *   atlas.script(ref, Reply.status(503), Reply.drop());   // then the stored job again
 *   ... AtlasConfig config = atlas.config(); ...
 *   atlas.requests();                                      // the requests it has received
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. {@link #close()} closes every connection and ends every thread.
 */
public final class FakeAtlas implements AutoCloseable {

  private final FakeServer server;
  private final AtlasService service;
  private final String basePath;
  private final ApiKey key;
  private final InstantSource clock;
  private final boolean quick;

  private FakeAtlas(Builder b) {
    this.basePath = b.basePath;
    this.key = b.key;
    this.clock = b.clock;
    this.service =
        new AtlasService(basePath, key, b.rules, b.clock, b.rateLimit.map(r -> r.apply(b.clock)));
    this.server =
        b.fullBacklog
            ? FakeServer.serveWithFullBacklog(service, b.tls, b.port)
            : FakeServer.serve(service, b.tls, b.port);
    this.quick = b.quick;
  }

  /** Starts a fake that sends challenges like those of Atlas and accepts any nonce count once. */
  public static FakeAtlas start() {
    return builder().start();
  }

  /** Starts a fake with these digest rules. */
  public static FakeAtlas start(DigestRules rules) {
    return builder().digest(rules).start();
  }

  /** Starts a fake that secures its connections in this way. */
  public static FakeAtlas start(FakeTls tls) {
    return builder().tls(tls).start();
  }

  /** Returns a builder for a fake with other digest rules, key, base path, TLS, limit or clock. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a configuration with the fake's address and key; all else has its default, unless the
   * builder's {@link Builder#quick} was called.
   */
  public AtlasConfig config() {
    AtlasConfig config = AtlasConfig.of(baseUri(), key);
    return quick
        ? config
            .withRetry(
                RetryPolicy.defaults()
                    .withBaseDelay(Duration.ofMillis(1))
                    .withMaxDelay(Duration.ofMillis(10)))
            .withPoll(PollPolicy.every(Duration.ofMillis(10)).withDeadline(Duration.ofSeconds(10)))
            .withoutPollRate()
        : config;
  }

  /** Returns the fake's address, including the path in front of {@code /groups}. */
  public URI baseUri() {
    return URI.create(server.uri() + basePath);
  }

  /** Returns the raw path of a job, as a client must send it. */
  public String path(RestoreJobRef ref) {
    return JobPath.of(ref).encode(basePath);
  }

  /** Returns the raw path of the list of a cluster's jobs, as a client must send it. */
  public String path(ClusterRef cluster) {
    return ListPath.of(cluster).encode(basePath);
  }

  /**
   * Stores a job and, optionally, its later states. Each read returns the next state; once the last
   * one has been returned, every further read returns it again. A list of the cluster's jobs shows
   * the state that the next read will return.
   *
   * <p>The fake serves each job with the ids of the reference, not with those of the job; see
   * {@link RestoreJobFixtures#withIdsOf}.
   */
  public void put(RestoreJobRef ref, RestoreJob job, RestoreJob... later) {
    List<String> documents = new ArrayList<>(List.of(json(ref, job)));
    for (RestoreJob state : later) {
      documents.add(json(ref, state));
    }
    service.jobs().put(JobPath.of(ref), StoredJob.of(documents));
  }

  private static String json(RestoreJobRef ref, RestoreJob job) {
    return JobJson.job(RestoreJobFixtures.withIdsOf(ref, job));
  }

  /**
   * Stores a document, which need not be valid JSON, and, optionally, later documents. Reads return
   * them in the same way as those of {@link #put}.
   */
  public void putJson(RestoreJobRef ref, String json, String... later) {
    List<String> documents = new ArrayList<>(List.of(json));
    documents.addAll(List.of(later));
    service.jobs().put(JobPath.of(ref), StoredJob.of(documents));
  }

  /**
   * Stores a finished job whose file can be downloaded from this server.
   *
   * @param bytes the content of the file; copied
   * @return the archive, to set what its link does and to look at its requests
   */
  public FakeArchive archive(RestoreJobRef ref, byte[] bytes) {
    return archive(ref, ArchiveContent.of(bytes));
  }

  /**
   * Stores a finished job whose file can be downloaded from this server. The content of the file is
   * generated while it is sent, so that a large file needs little memory.
   *
   * @param size the size of the file in bytes. Files of the same size have the same content
   * @return the archive, to set what its link does and to look at its requests
   */
  public FakeArchive archive(RestoreJobRef ref, long size) {
    return archive(ref, ArchiveContent.generated(size));
  }

  private FakeArchive archive(RestoreJobRef ref, ArchiveContent content) {
    FakeArchive archive = newArchive(ref, content);
    service.jobs().put(JobPath.of(ref), archive.stored());
    return archive;
  }

  private FakeArchive newArchive(RestoreJobRef ref, ArchiveContent content) {
    FakeArchive archive = new FakeArchive(this, ref, content, clock);
    serve(archive);
    return archive;
  }

  /**
   * Stores a job that changes with time. Without further calls it is in progress.
   *
   * @return the job, to set its states
   */
  public FakeJob job(RestoreJobRef ref) {
    FakeJob job = new FakeJob(ref, clock, content -> newArchive(ref, content));
    service.jobs().put(JobPath.of(ref), job.stored());
    return job;
  }

  /**
   * Sets the reply to every request with right credentials for another resource of the API. {@link
   * Reply#beforeDigest()} has no effect here.
   *
   * @param path the raw path of the resource behind {@link Builder#basePath}, without a query, for
   *     example {@code /groups}
   */
  public void on(String path, Reply reply) {
    service.setResource(basePath + path, Objects.requireNonNull(reply, "reply"));
  }

  /** Serves the links of this archive. */
  void serve(FakeArchive archive) {
    service.archives().add(archive);
  }

  /** Returns the address of the server, without a path. */
  String origin() {
    return server.uri().toString();
  }

  /**
   * Scripts the replies to the next requests for this job, one for each request. Later requests get
   * the stored job again.
   *
   * <p>A scripted reply is sent only to a request that passes the rate limit and the digest check.
   * Any other request gets a 429, a challenge, or a 400 if its credentials are malformed. The
   * script is not consumed then. So a client with a wrong key never gets a scripted reply.
   *
   * <p>There are two exceptions. A reply made by {@link Reply#beforeDigest()} is sent without these
   * checks. {@link Reply#unscripted()} sends the response that the fake would send without a
   * script: the stored job, or a challenge if the request fails the check.
   */
  public void script(RestoreJobRef ref, Reply... replies) {
    service.scripts().add(JobPath.of(ref), List.of(replies));
  }

  /**
   * Scripts the replies to the next requests for the list of this cluster's jobs, one for each
   * page, as {@link #script(RestoreJobRef, Reply...)} does. {@link RestoreJobFixtures#listJson}
   * makes the document of a page.
   */
  public void script(ClusterRef cluster, Reply... replies) {
    service.scripts().add(ListPath.of(cluster), List.of(replies));
  }

  /**
   * Scripts the replies to the next requests for any path, as {@link #script(RestoreJobRef,
   * Reply...)} does. These replies come before those scripted for a job. The link of an archive has
   * no digest check, so a request for it gets the next reply in any case.
   */
  public void script(Reply... replies) {
    service.scripts().add(List.of(replies));
  }

  /**
   * Sets the reply to every request that passes the digest check and has no scripted reply. A
   * request that fails the check gets a challenge. A reply made by {@link Reply#beforeDigest()} is
   * sent to both: {@code Reply.status(503).beforeDigest()} simulates a service that is down. {@link
   * Reply#unscripted()} and {@link #reset()} restore the stored jobs.
   */
  public void always(Reply reply) {
    service.setDefaultReply(Objects.requireNonNull(reply, "reply"));
  }

  /** Changes the digest rules. All nonces issued before become unknown. */
  public void digest(DigestRules rules) {
    service.setDigestRules(Objects.requireNonNull(rules, "rules"));
  }

  /** Forgets all issued nonces, as a restarted service does. */
  public void forgetNonces() {
    service.forgetNonces();
  }

  /** Returns the requests received so far, in the order of arrival. The list does not change. */
  public List<SeenRequest> requests() {
    return server.requests();
  }

  /** Returns how often the job was read: how many of its requests got a 200. */
  public int reads(RestoreJobRef ref) {
    String path = path(ref);
    return (int)
        requests().stream()
            .filter(request -> request.path().equals(path))
            .filter(request -> request.status().orElse(0) == 200)
            .count();
  }

  /**
   * Checks that every scripted reply was sent.
   *
   * @throws AssertionError if some are left; the message names them
   */
  public void assertAllPlayed() {
    List<Reply> unplayed = service.unplayed();
    if (!unplayed.isEmpty()) {
      throw new AssertionError(
          "these scripted replies were not requested: " + unplayed + "; " + this);
    }
  }

  /** Forgets the received requests. Nothing else changes. */
  public void forgetRequests() {
    server.forgetRequests();
  }

  /** Returns how many connections clients have opened since the start. */
  public int connections() {
    return server.connections();
  }

  /** Returns how many connections are open now. */
  public int openConnections() {
    return server.openConnections();
  }

  /**
   * Waits until the fake has received this many requests since {@link #forgetRequests()} or the
   * start.
   *
   * @return false if the time ran out first
   */
  public boolean awaitRequests(int count, Duration atMost) throws InterruptedException {
    return server.awaitRequests(count, atMost);
  }

  /**
   * Waits until no connection is open.
   *
   * @return false if the time ran out first
   */
  public boolean awaitNoConnections(Duration atMost) throws InterruptedException {
    return server.awaitNoConnections(atMost);
  }

  /** Closes every open connection. The fake still accepts new ones. */
  public void dropConnections() {
    server.dropConnections();
  }

  /** Starts to accept connections after {@link Builder#fullBacklog()}; else does nothing. */
  public void acceptConnections() {
    server.acceptConnections();
  }

  /**
   * Returns to the state after the start: forgets jobs, archives, scripts, the replies of {@link
   * #always} and {@link #on}, changed digest rules, nonces, the counts of the rate limit and the
   * received requests. Open connections stay.
   */
  public void reset() {
    service.reset();
    forgetRequests();
  }

  /** Shows the address, and the requests received so far without their secrets. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("FakeAtlas[" + baseUri() + "]");
    List<SeenRequest> requests = requests();
    text.append(requests.isEmpty() ? " has received no requests" : " has received:");
    requests.forEach(request -> text.append("\n  ").append(request));
    return text.toString();
  }

  boolean isClosed() {
    return server.isClosed();
  }

  /** Closes every connection, ends every thread and frees the port. May be called again. */
  @Override
  public void close() {
    server.close();
  }

  /**
   * Starts a fake from the command line and lets it run. It prints its address, its key and
   * requests to try with {@code curl}. One job is in progress for 30 seconds, and then has a file.
   *
   * @param args the port; by default 8080
   */
  public static void main(String... args) throws InterruptedException {
    FakeAtlas atlas = builder().port(args.length > 0 ? Integer.parseInt(args[0]) : 8080).start();
    RestoreJobRef ref = RestoreJobFixtures.ref();
    FakeArchive archive = atlas.job(ref).inProgress(Duration.ofSeconds(30)).thenArchive(10L << 20);
    String curl =
        "curl --digest --user " + atlas.key.publicKey() + ":" + atlas.key.privateKey() + " ";
    System.out.println("A fake Atlas listens on " + atlas.baseUri() + ". Ctrl+C stops it.");
    System.out.println("The job, finished after 30 seconds:\n  " + curl + atlas.address(ref));
    System.out.println("All jobs of its cluster:\n  " + curl + atlas.address(ref.clusterRef()));
    System.out.println("Its file:\n  curl --remote-name " + archive.url());
    new CountDownLatch(1).await();
  }

  private String address(RestoreJobRef ref) {
    return origin() + path(ref);
  }

  private String address(ClusterRef cluster) {
    return origin() + path(cluster);
  }

  /** Configures a {@link FakeAtlas}. Not safe for use by many threads. May start several fakes. */
  public static final class Builder {

    private String basePath = "/api/atlas/v1.0";
    private ApiKey key = new ApiKey("fakepublickey", "fake-private-key-0123456789");
    private DigestRules rules = DigestRules.of(ChallengeShape.MD5);
    private InstantSource clock = new ElapsedClock();
    private Optional<Function<InstantSource, RateLimit>> rateLimit = Optional.empty();
    private FakeTls tls = FakeTls.none();
    private boolean fullBacklog;
    private int port = FakeServer.ANY_PORT;
    private boolean quick;

    private Builder() {}

    /** Sets the digest rules. The default is {@code DigestRules.of(ChallengeShape.MD5)}. */
    public Builder digest(DigestRules rules) {
      this.rules = Objects.requireNonNull(rules, "rules");
      return this;
    }

    /** Sets the only key that the fake accepts. */
    public Builder key(ApiKey key) {
      this.key = Objects.requireNonNull(key, "key");
      return this;
    }

    /**
     * Sets the path in front of {@code /groups}. The default is {@code /api/atlas/v1.0}; Cloud
     * Manager and Ops Manager use {@code /api/public/v1.0}.
     *
     * @param basePath the raw path, with a slash at the start and none at the end, or empty; not
     *     checked
     */
    public Builder basePath(String basePath) {
      this.basePath = Objects.requireNonNull(basePath, "basePath");
      return this;
    }

    /**
     * Limits the requests of each group. A request over the limit gets a 429 response with {@code
     * Retry-After}. Requests that get a challenge count too; those that get a {@link
     * Reply#beforeDigest()} reply do not. The default is no limit.
     *
     * @param requests the number of requests allowed within any such period, at least 1; not
     *     checked
     * @param period the length of the period; zero or less means no limit
     */
    public Builder rateLimit(int requests, Duration period) {
      this.rateLimit = Optional.of(clock -> new RateLimit(requests, period, clock));
      return this;
    }

    /** Sets the clock for nonce lifetimes, the rate limit and the {@code Date} of responses. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Sets how the fake secures its connections. The default is plain HTTP. */
    public Builder tls(FakeTls tls) {
      this.tls = Objects.requireNonNull(tls, "tls");
      return this;
    }

    /**
     * Accepts no connection until {@link FakeAtlas#acceptConnections()}. The backlog is full, so a
     * client that connects gets no response from the kernel and waits. {@link #start()} throws
     * {@link UnsupportedOperationException} if this operating system accepts connections beyond the
     * backlog; Linux does not.
     */
    public Builder fullBacklog() {
      this.fullBacklog = true;
      return this;
    }

    /**
     * Sets the port on 127.0.0.1. The default is any free port; tests that use it can run at the
     * same time.
     */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Makes the clients of the fake quick: in {@link FakeAtlas#config()} waits poll every 10 ms for
     * at most 10 s and without a limited rate, and retries pause for at most 10 ms.
     */
    public Builder quick() {
      this.quick = true;
      return this;
    }

    /** Starts a fake with this configuration. */
    public FakeAtlas start() {
      return new FakeAtlas(this);
    }
  }
}
