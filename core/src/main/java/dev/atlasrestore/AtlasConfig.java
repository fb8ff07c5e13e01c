package dev.atlasrestore;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Where the service is, with which key to ask it, and how patiently. Immutable; every {@code with…}
 * gives a changed copy.
 *
 * <p>TLS, proxies, pools, metrics and tracing are not configured here but on the native client that
 * a transport takes.
 */
public final class AtlasConfig {

  private static final String ATLAS = "https://cloud.mongodb.com/api/atlas/v1.0";
  private static final String ATLAS_GOV = "https://cloud.mongodbgov.com/api/atlas/v1.0";
  private static final String CLOUD_MANAGER = "https://cloud.mongodb.com";
  private static final String PUBLIC_API = "/api/public/v1.0";
  private static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

  private final URI baseUri;
  private final ApiKey key;
  private final boolean pretty;
  private final boolean envelope;
  private final boolean plainHttp;
  private final Timeouts timeouts;
  private final RetryPolicy retry;
  private final PollPolicy poll;
  private final int maxBodyBytes;
  private final CallListener listener;
  private final RandomGenerator random;

  private AtlasConfig(Draft d) {
    this.baseUri = d.baseUri;
    this.key = d.key;
    this.pretty = d.pretty;
    this.envelope = d.envelope;
    this.plainHttp = d.plainHttp;
    this.timeouts = d.timeouts;
    this.retry = d.retry;
    this.poll = d.poll;
    this.maxBodyBytes = d.maxBodyBytes;
    this.listener = d.listener;
    this.random = d.random;
  }

  /** MongoDB Atlas; {@link RestoreJobRef#cluster()} is the cluster's name. */
  public static AtlasConfig atlas(ApiKey key) {
    return of(URI.create(ATLAS), key);
  }

  /** MongoDB Atlas for Government; {@link RestoreJobRef#cluster()} is the cluster's name. */
  public static AtlasConfig atlasGov(ApiKey key) {
    return of(URI.create(ATLAS_GOV), key);
  }

  /** MongoDB Cloud Manager; {@link RestoreJobRef#cluster()} is the cluster's id. */
  public static AtlasConfig cloudManager(ApiKey key) {
    return opsManager(URI.create(CLOUD_MANAGER), key);
  }

  /**
   * A self-hosted MongoDB Ops Manager; {@link RestoreJobRef#cluster()} is the cluster's id.
   *
   * @param host scheme, host and port, for example {@code https://opsmanager.example.com:8443}; a
   *     path in front of the API is kept, {@code /api/public/v1.0} is added where it does not stand
   *     yet
   * @param key the API key
   * @throws IllegalArgumentException as {@link #of} says
   */
  public static AtlasConfig opsManager(URI host, ApiKey key) {
    URI base = checked(host);
    return base.getRawPath().endsWith(PUBLIC_API)
        ? of(base, key)
        : of(URI.create(base + PUBLIC_API), key);
  }

  /**
   * Any place that speaks this API.
   *
   * @param base everything in front of {@code /groups/…}; a trailing slash makes no difference
   * @param key the API key
   * @throws IllegalArgumentException if the base is no {@code http} or {@code https} address of a
   *     host, or holds user info, a query or a fragment
   */
  public static AtlasConfig of(URI base, ApiKey key) {
    return new AtlasConfig(new Draft(checked(base), Objects.requireNonNull(key, "key")));
  }

  private static URI checked(URI base) {
    Objects.requireNonNull(base, "base");
    String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("the base URI must begin with https:// or http://");
    }
    if (base.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the base URI must hold no user info: pass an ApiKey instead");
    }
    if (base.getHost() == null) {
      throw new IllegalArgumentException("the base URI must name a host");
    }
    if (base.getPort() == 0 || base.getPort() > 65_535) {
      throw new IllegalArgumentException("the base URI's port must be from 1 to 65535");
    }
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException("the base URI must hold no query and no fragment");
    }
    String path = base.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    URI place = URI.create(scheme + "://" + base.getRawAuthority() + path);
    return URI.create(place.toASCIIString()); // as it goes on the wire: digest signs it
  }

  /**
   * Asks for indented JSON. Changes the white space of the answer and nothing else; off by default.
   */
  public AtlasConfig withPretty(boolean pretty) {
    return changed(d -> d.pretty = pretty);
  }

  /**
   * Asks for the answer in an envelope that repeats the status, for proxies that swallow it; off by
   * default.
   */
  public AtlasConfig withEnvelope(boolean envelope) {
    return changed(d -> d.envelope = envelope);
  }

  /**
   * Allows plain {@code http} to a host that is not loopback; off by default. Digest keeps the key
   * secret there, but nothing keeps the answer secret: it may hold the download link.
   */
  public AtlasConfig withPlainHttp(boolean plainHttp) {
    return changed(d -> d.plainHttp = plainHttp);
  }

  /** How long to wait for connections, answers and whole calls. */
  public AtlasConfig withTimeouts(Timeouts timeouts) {
    Objects.requireNonNull(timeouts, "timeouts");
    return changed(d -> d.timeouts = timeouts);
  }

  /** How often and how soon to repeat a read that failed in passing. */
  public AtlasConfig withRetry(RetryPolicy retry) {
    Objects.requireNonNull(retry, "retry");
    return changed(d -> d.retry = retry);
  }

  /** How often and for how long to look while waiting for a job's end. */
  public AtlasConfig withPoll(PollPolicy poll) {
    Objects.requireNonNull(poll, "poll");
    return changed(d -> d.poll = poll);
  }

  /**
   * The largest answer to read, in bytes after transfer decoding; 1 MiB by default. A larger one is
   * not read to its end.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public AtlasConfig withMaxBodyBytes(int maxBodyBytes) {
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be at least 1");
    }
    return changed(d -> d.maxBodyBytes = maxBodyBytes);
  }

  /** Who is told what calls do. */
  public AtlasConfig withListener(CallListener listener) {
    Objects.requireNonNull(listener, "listener");
    return changed(d -> d.listener = listener);
  }

  /**
   * Where jitter comes from, and nothing else: nothing secret depends on it. Must be safe for use
   * by many threads, as {@link Random} is.
   */
  public AtlasConfig withRandom(RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    return changed(d -> d.random = random);
  }

  /** Everything in front of {@code /groups/…}, without a trailing slash. */
  public URI baseUri() {
    return baseUri;
  }

  /** The API key. */
  public ApiKey key() {
    return key;
  }

  /** Whether indented JSON is asked for. */
  public boolean pretty() {
    return pretty;
  }

  /** Whether an envelope is asked for. */
  public boolean envelope() {
    return envelope;
  }

  /** Whether plain {@code http} is allowed to a host that is not loopback. */
  public boolean plainHttp() {
    return plainHttp;
  }

  /** How long to wait for connections, answers and whole calls. */
  public Timeouts timeouts() {
    return timeouts;
  }

  /** How often and how soon a read is repeated. */
  public RetryPolicy retry() {
    return retry;
  }

  /** How often and for how long a wait looks. */
  public PollPolicy poll() {
    return poll;
  }

  /** The largest answer to read, in bytes. */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Who is told what calls do. */
  public CallListener listener() {
    return listener;
  }

  /** Where jitter comes from. */
  public RandomGenerator random() {
    return random;
  }

  /** Shows everything but the key. */
  @Override
  public String toString() {
    return "AtlasConfig[baseUri="
        + baseUri
        + ", key="
        + key
        + ", pretty="
        + pretty
        + ", envelope="
        + envelope
        + ", plainHttp="
        + plainHttp
        + ", timeouts="
        + timeouts
        + ", retry="
        + retry
        + ", poll="
        + poll
        + ", maxBodyBytes="
        + maxBodyBytes
        + "]";
  }

  private AtlasConfig changed(Consumer<Draft> change) {
    Draft d = new Draft(baseUri, key);
    d.pretty = pretty;
    d.envelope = envelope;
    d.plainHttp = plainHttp;
    d.timeouts = timeouts;
    d.retry = retry;
    d.poll = poll;
    d.maxBodyBytes = maxBodyBytes;
    d.listener = listener;
    d.random = random;
    change.accept(d);
    return new AtlasConfig(d);
  }

  /** The parts of a configuration while a copy is being made; holds the defaults. */
  private static final class Draft {
    private final URI baseUri;
    private final ApiKey key;
    private boolean pretty;
    private boolean envelope;
    private boolean plainHttp;
    private Timeouts timeouts = Timeouts.defaults();
    private RetryPolicy retry = RetryPolicy.defaults();
    private PollPolicy poll = PollPolicy.defaults();
    private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    private CallListener listener = event -> {};
    private RandomGenerator random = new Random();

    private Draft(URI baseUri, ApiKey key) {
      this.baseUri = baseUri;
      this.key = key;
    }
  }
}
