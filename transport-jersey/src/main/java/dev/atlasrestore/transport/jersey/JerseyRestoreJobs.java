package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RestoreWatchPort;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.PollResult;
import dev.atlasrestore.protocol.RestoreJobCalls;
import jakarta.ws.rs.client.Client;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reads restore jobs and downloads their files with a Jersey client. Every method blocks the
 * calling thread, platform or virtual, until it returns or throws an {@link
 * dev.atlasrestore.AtlasException}.
 *
 * <p><b>Lifetime.</b> Safe for use by many threads. Create one client per API key and keep it: it
 * caches connections and the nonces of the server. {@link #close()} ends the calls in flight with a
 * {@link dev.atlasrestore.TransportException} of kind {@code CLIENT_CLOSED}. Later calls fail with
 * the same exception.
 *
 * <p><b>Interrupts.</b> If the thread is interrupted during a pause, the call throws {@link
 * dev.atlasrestore.CallInterruptedException} at once. If it is interrupted during an exchange, the
 * call waits until the response has arrived or the exchange has timed out. If that response
 * completes the call, the call returns its job. Otherwise it throws that exception and sends
 * nothing more. A download ends when the next bytes of the file arrive, or at its idle timeout. The
 * interrupt flag stays set.
 *
 * <p><b>The library's own native client.</b> {@link #create(AtlasConfig)} creates a Jersey client
 * on Apache's HTTP client:
 *
 * <ul>
 *   <li>It trusts the JVM's trust store.
 *   <li>It opens at most 256 connections. A call waits for a free connection for at most the
 *       response timeout.
 *   <li>Every exchange ends at its timeout, even if the server sends one byte at a time. Name
 *       resolution is the only exception: Java cannot interrupt it. {@link
 *       dev.atlasrestore.Timeouts#connect()} applies to each address of the host.
 *   <li>It follows no redirects, stores no cookies, requests no compression and uses no HTTP proxy.
 *       The system properties of the JVM do not change this.
 *   <li>It sends each request once.
 *   <li>It closes a connection that has been idle for a minute, at most 30 seconds later.
 * </ul>
 *
 * <p><b>Supplied client.</b> {@link #create(AtlasConfig, Client)} uses your client with its TLS
 * settings, proxy, pool, connect timeout, filters and tracing. The client is not changed and not
 * closed. Each request sets the read timeout and switches redirects off. With Apache's connector it
 * also closes the connection of a body that was not read to its end. The following cannot be set
 * per request, so configure it on your client:
 *
 * <pre>{@code
 * Apache5HttpClientBuilderConfigurator quiet = builder -> builder
 *     .disableAutomaticRetries().disableContentCompression().disableCookieManagement();
 * Client client = JerseyClientBuilder.createClient(new ClientConfig()
 *     .connectorProvider(new Apache5ConnectorProvider())
 *     .property(ClientProperties.CONNECT_TIMEOUT, 5_000)
 *     .property(Apache5ClientProperties.REQUEST_CONFIG, RequestConfig.custom()
 *         .setConnectionRequestTimeout(Timeout.ofSeconds(30))
 *         .setAuthenticationEnabled(false)
 *         .build())
 *     .register(quiet));
 * }</pre>
 *
 * <p>A supplied client has these limits:
 *
 * <ul>
 *   <li>The client's own timeouts bound waiting for a pooled connection and connecting.
 *   <li>A header section that arrives one byte at a time is not bounded.
 *   <li>A body that stalls may take twice its timeout.
 *   <li>Its connections are not visible. After a request was lost on a reused connection, other
 *       idle connections of its pool may still be used.
 *   <li>On Apache's connector, requests to a host that begins with {@code xn--} fail.
 *   <li>{@link #close()} and an interrupt take effect only when the exchange in progress has ended,
 *       at the latest after the times above.
 * </ul>
 *
 * <p>A client on Jersey's default connector, {@code HttpURLConnection}, is rejected. That connector
 * sends requests twice, reverses repeated header fields and answers challenges with the password of
 * a JVM-wide {@code Authenticator}.
 *
 * <p><b>Logging.</b> This library logs nothing. Apache's client needs slf4j-api. On a supplied
 * client, three of its loggers show credentials or download links at DEBUG; keep them above that
 * level: {@code org.apache.hc.client5.http.headers}, {@code org.apache.hc.client5.http.wire} and
 * {@code org.apache.hc.client5.http.impl.classic.MainClientExec}. The library's own native client
 * shows neither.
 */
public final class JerseyRestoreJobs
    implements RestoreJobPort<RestoreJob>,
        RestoreJobListPort<List<RestoreJob>>,
        RestoreBatchPort<List<RestoreJob>>,
        RestoreWatchPort<Iterable<RestoreJob>>,
        RestoreDownloadPort<DownloadedArchive>,
        AutoCloseable {

  private final RestoreJobCalls calls;
  private final JerseyRunner runner;

  private JerseyRestoreJobs(RestoreJobCalls calls, JerseyRunner runner) {
    this.calls = calls;
    this.runner = runner;
  }

  /**
   * Creates a client with a Jersey client of its own, which {@link #close()} closes.
   *
   * @throws IllegalArgumentException if the base URI is plain {@code http} to another host and
   *     {@link AtlasConfig#withPlainHttp} does not allow it
   */
  public static JerseyRestoreJobs create(AtlasConfig config) {
    RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    return new JerseyRestoreJobs(calls, JerseyRunner.onOwnClient(new OwnClient(config.timeouts())));
  }

  /**
   * Creates a client that uses a Jersey client of yours, which stays open.
   *
   * @throws IllegalArgumentException if the client uses {@code HttpURLConnection}, or if the base
   *     URI is plain {@code http} to another host and {@link AtlasConfig#withPlainHttp} does not
   *     allow it
   */
  public static JerseyRestoreJobs create(AtlasConfig config, Client client) {
    return create(config, client, new JsonbRestoreJobCodec());
  }

  /**
   * Creates a client that uses a Jersey client of yours, which stays open, and decodes responses
   * with a codec of yours. Needs no JSON library.
   *
   * @throws IllegalArgumentException if the client uses {@code HttpURLConnection}, or if the base
   *     URI is plain {@code http} to another host and {@link AtlasConfig#withPlainHttp} does not
   *     allow it
   */
  public static JerseyRestoreJobs create(AtlasConfig config, Client client, RestoreJobCodec codec) {
    Objects.requireNonNull(client, "client");
    RestoreJobCalls calls = new RestoreJobCalls(config, codec);
    ConnectorCheck.requireSupported(client);
    return new JerseyRestoreJobs(calls, JerseyRunner.onSuppliedClient(client));
  }

  @Override
  public RestoreJob get(RestoreJobRef ref) {
    return runner.run(calls.get(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref) {
    return runner.run(calls.awaitCompletion(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return runner.run(calls.awaitCompletion(ref, onPoll));
  }

  @Override
  public RestoreJob awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return runner.run(calls.awaitCompletion(ref, policy, onPoll));
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref) {
    return runner.run(calls.awaitDownload(ref));
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return runner.run(calls.awaitDownload(ref, policy));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Everything happens in the calling thread. The pauses of the waits overlap; their requests
   * are sent one after the other. So an exchange that hangs delays the other waits, by the response
   * timeout at most. An interrupt ends the whole batch, and so does {@link #close()}.
   */
  @Override
  public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
    return runner.run(calls.awaitAll(refs));
  }

  /** Lists the batch, then waits in the same way as {@link #awaitAll}. */
  @Override
  public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId) {
    return runner.run(calls.awaitBatch(cluster, batchId));
  }

  @Override
  public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
    return runner.run(calls.awaitAll(refs, policy));
  }

  @Override
  public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
    return runner.run(calls.awaitBatch(cluster, batchId, policy));
  }

  @Override
  public List<RestoreJob> list(ClusterRef cluster) {
    return runner.run(calls.list(cluster));
  }

  @Override
  public List<RestoreJob> list(ClusterRef cluster, String batchId) {
    return runner.run(calls.list(cluster, batchId));
  }

  /**
   * Returns the jobs that a wait reads, one per poll. The job with a terminal status is the last
   * one.
   *
   * <p>Each {@code iterator()} is a new wait, for use by one thread. Its {@code next()} pauses
   * until the next poll is due, polls and returns the job. The first poll is due as soon as the
   * rate limiter permits it. Every later poll is due when the interval of the poll policy has
   * passed since the previous one.
   *
   * <p>{@code next()} throws the exceptions of {@link #awaitCompletion(RestoreJobRef)}; an
   * exception ends the iteration. The time between two calls of {@code next()} counts towards the
   * deadline of the wait. To stop early, leave the loop: nothing is sent outside {@code next()}.
   * The client's listener receives this end later: at the next call of the client after the
   * iterator has been garbage collected, or when the client is closed.
   */
  @Override
  public Iterable<RestoreJob> watch(RestoreJobRef ref) {
    return iterable(calls.watch(ref));
  }

  /** Waits like {@link #watch(RestoreJobRef)}, with this policy instead of the client's. */
  @Override
  public Iterable<RestoreJob> watch(RestoreJobRef ref, PollPolicy policy) {
    return iterable(calls.watch(ref, policy));
  }

  private Iterable<RestoreJob> iterable(Call<PollResult> firstPoll) {
    return () -> new PollIterator(runner, firstPoll);
  }

  @Override
  public DownloadedArchive download(RestoreJobRef ref, Path target) {
    return runner.run(calls.download(ref, target));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Everything happens in the calling thread, including the writes to the file. An interrupt or
   * {@link #close()} ends the download. The calling thread then deletes an incomplete file, and
   * throws.
   */
  @Override
  public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
    return runner.run(calls.download(ref, target, options));
  }

  /**
   * Ends the calls in flight and closes the library's own native client. A supplied client stays
   * open. May be called more than once.
   */
  @Override
  public void close() {
    runner.close();
  }
}
