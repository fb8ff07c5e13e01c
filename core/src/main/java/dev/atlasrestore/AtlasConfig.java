package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The configuration of a client: the address of the service, the API key, timeouts, retries and
 * polls. Immutable: every {@code with…} method returns a changed copy. Cannot be subclassed outside
 * of this package.
 *
 * <p>TLS, proxies, connection pools, metrics and tracing are not configured here. Configure them on
 * a native client and supply it to the transport.
 *
 * <p>{@link #toString()} shows neither part of the key in full.
 */
@AutoValue
public abstract class AtlasConfig {

  private static final String ATLAS = "https://cloud.mongodb.com/api/atlas/v1.0";
  private static final String ATLAS_GOV = "https://cloud.mongodbgov.com/api/atlas/v1.0";
  private static final String CLOUD_MANAGER = "https://cloud.mongodb.com";
  private static final String PUBLIC_API = "/api/public/v1.0";
  private static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;
  private static final PollRate DEFAULT_POLL_RATE = new PollRate(60, Duration.ofMinutes(1));

  /** A constant, so that two configurations with the same settings are equal. */
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  AtlasConfig() {}

  /** Returns a configuration for Atlas; {@link RestoreJobRef#cluster()} is the cluster's name. */
  public static AtlasConfig atlas(ApiKey key) {
    return of(URI.create(ATLAS), key);
  }

  /**
   * Returns a configuration for Atlas for Government; {@link RestoreJobRef#cluster()} is the
   * cluster's name.
   */
  public static AtlasConfig atlasGov(ApiKey key) {
    return of(URI.create(ATLAS_GOV), key);
  }

  /**
   * Returns a configuration for Cloud Manager; {@link RestoreJobRef#cluster()} is the cluster's id.
   */
  public static AtlasConfig cloudManager(ApiKey key) {
    return opsManager(URI.create(CLOUD_MANAGER), key);
  }

  /**
   * Returns a configuration for a self-hosted Ops Manager; {@link RestoreJobRef#cluster()} is the
   * cluster's id.
   *
   * @param host scheme, host and port, for example {@code https://opsmanager.example.com:8443}, and
   *     a path if Ops Manager has one. {@code /api/public/v1.0} is appended unless the path ends
   *     with it
   * @param key the API key
   * @throws IllegalArgumentException under the conditions of {@link #of}
   */
  public static AtlasConfig opsManager(URI host, ApiKey key) {
    URI base = BaseUri.normalized(host);
    boolean complete = base.getRawPath().endsWith(PUBLIC_API);
    return of(complete ? base : URI.create(base + PUBLIC_API), key);
  }

  /**
   * Returns a configuration for any address that offers this API.
   *
   * @param base the address up to, and without, {@code /groups/…}; a slash at its end is ignored
   * @param key the API key
   * @throws IllegalArgumentException if the base is not an {@code http} or {@code https} address
   *     with a valid host and port, or if it has user info, a query or a fragment; the message says
   *     which
   */
  public static AtlasConfig of(URI base, ApiKey key) {
    return new AutoValue_AtlasConfig.Builder()
        .baseUri(BaseUri.normalized(base))
        .key(key)
        .pretty(false)
        .envelope(false)
        .plainHttp(false)
        .timeouts(Timeouts.defaults())
        .retry(RetryPolicy.defaults())
        .poll(PollPolicy.defaults())
        .pollRate(Optional.of(DEFAULT_POLL_RATE))
        .maxBodyBytes(DEFAULT_MAX_BODY_BYTES)
        .listener(CallListener.NONE)
        .random(RANDOM)
        .build();
  }

  /** Returns a copy that does, or does not, ask for indented JSON; see {@link #pretty()}. */
  public AtlasConfig withPretty(boolean pretty) {
    return toBuilder().pretty(pretty).build();
  }

  /** Returns a copy that does, or does not, ask for an envelope; see {@link #envelope()}. */
  public AtlasConfig withEnvelope(boolean envelope) {
    return toBuilder().envelope(envelope).build();
  }

  /** Returns a copy that does, or does not, allow plain {@code http}; see {@link #plainHttp()}. */
  public AtlasConfig withPlainHttp(boolean plainHttp) {
    return toBuilder().plainHttp(plainHttp).build();
  }

  /** Returns a copy with these timeouts. */
  public AtlasConfig withTimeouts(Timeouts timeouts) {
    return toBuilder().timeouts(timeouts).build();
  }

  /** Returns a copy with this retry policy. */
  public AtlasConfig withRetry(RetryPolicy retry) {
    return toBuilder().retry(retry).build();
  }

  /** Returns a copy with this poll policy. */
  public AtlasConfig withPoll(PollPolicy poll) {
    return toBuilder().poll(poll).build();
  }

  /**
   * Returns a copy with this limit on polls; see {@link #pollRate()}.
   *
   * @param requests the number of polls in each period, at least 1
   * @param per the period
   * @throws IllegalArgumentException if one of them is out of bounds
   */
  public AtlasConfig withPollRate(int requests, Duration per) {
    return toBuilder().pollRate(Optional.of(new PollRate(requests, per))).build();
  }

  /** Returns a copy without a limit on polls; see {@link #pollRate()}. */
  public AtlasConfig withoutPollRate() {
    return toBuilder().pollRate(Optional.empty()).build();
  }

  /**
   * Returns a copy with this limit on response bodies; see {@link #maxBodyBytes()}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public AtlasConfig withMaxBodyBytes(int maxBodyBytes) {
    if (maxBodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be at least 1");
    }
    return toBuilder().maxBodyBytes(maxBodyBytes).build();
  }

  /** Returns a copy with this listener; it replaces the one before. */
  public AtlasConfig withListener(CallListener listener) {
    return toBuilder().listener(listener).build();
  }

  /** Returns a copy with this source of jitter; see {@link #random()}. */
  public AtlasConfig withRandom(RandomGenerator random) {
    return toBuilder().random(random).build();
  }

  /** The address of the service up to, and without, {@code /groups/…}; no slash at its end. */
  public abstract URI baseUri();

  /** The API key. */
  public abstract ApiKey key();

  /**
   * Whether requests ask for indented JSON. This changes the white space of the response and
   * nothing else. Off by default.
   */
  public abstract boolean pretty();

  /**
   * Whether requests ask for an envelope: a response body that repeats the status. An envelope
   * helps if a proxy changes the status of responses. Off by default.
   */
  public abstract boolean envelope();

  /**
   * Whether plain {@code http} is allowed to a host other than this machine. Digest authentication
   * keeps the private key secret there. But others on the network path can read the response, which
   * may contain a download link. Off by default.
   */
  public abstract boolean plainHttp();

  /** The timeouts of connections, exchanges and calls. */
  public abstract Timeouts timeouts();

  /** How often a read is attempted, and how long to pause between two attempts. */
  public abstract RetryPolicy retry();

  /** How often a wait polls, and for how long. */
  public abstract PollPolicy poll();

  /**
   * The limit on the polls of all waits of one client, for each group id; empty for no limit. By
   * default 60 polls a minute, at most 20 of them at once. The service allows 100 requests a minute
   * and group; the rest is left for other clients and for the requests that fetch challenges.
   *
   * <p>A wait that finds no permit pauses. The waits of a group poll in the order in which they
   * became due. A get never pauses for a permit, but uses one. So does each page of a list. A
   * response with status 429, or with status 503 and {@code Retry-After}, stops the polls of its
   * group for the time that the service asks for. A 429 without {@code Retry-After} stops them for
   * 15 seconds.
   */
  public abstract Optional<PollRate> pollRate();

  /**
   * The largest response body that is accepted, in bytes after transfer decoding. Reading stops at
   * the first byte above it, and the read fails. 1 MiB by default.
   */
  public abstract int maxBodyBytes();

  /** The listener that receives the events of all calls; {@link CallListener#NONE} by default. */
  public abstract CallListener listener();

  /**
   * The source of jitter for pauses. Nothing secret depends on it. Several threads use it at the
   * same time, so it must be thread-safe.
   */
  public abstract RandomGenerator random();

  /** Shows all settings except the listener and the random generator. Hides the key's secrets. */
  @Override
  public final String toString() {
    return new StringJoiner(", ", "AtlasConfig{", "}")
        .add("baseUri=" + baseUri())
        .add("key=" + key())
        .add("pretty=" + pretty())
        .add("envelope=" + envelope())
        .add("plainHttp=" + plainHttp())
        .add("timeouts=" + timeouts())
        .add("retry=" + retry())
        .add("poll=" + poll())
        .add("pollRate=" + pollRate().map(PollRate::toString).orElse("none"))
        .add("maxBodyBytes=" + maxBodyBytes())
        .toString();
  }

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {

    abstract Builder baseUri(URI baseUri);

    abstract Builder key(ApiKey key);

    abstract Builder pretty(boolean pretty);

    abstract Builder envelope(boolean envelope);

    abstract Builder plainHttp(boolean plainHttp);

    abstract Builder timeouts(Timeouts timeouts);

    abstract Builder retry(RetryPolicy retry);

    abstract Builder poll(PollPolicy poll);

    abstract Builder pollRate(Optional<PollRate> pollRate);

    abstract Builder maxBodyBytes(int maxBodyBytes);

    abstract Builder listener(CallListener listener);

    abstract Builder random(RandomGenerator random);

    abstract AtlasConfig build();
  }
}
