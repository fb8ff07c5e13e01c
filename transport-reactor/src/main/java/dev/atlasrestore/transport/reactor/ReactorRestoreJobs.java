package dev.atlasrestore.transport.reactor;

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
import dev.atlasrestore.protocol.RestoreBatch;
import dev.atlasrestore.protocol.RestoreJobCalls;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Reads MongoDB restore jobs with Reactor Netty. Returns {@code Mono} and {@code Flux}.
 *
 * <p>Create one client for each API key and keep it, because it remembers nonces. It is safe for
 * use by many threads.
 *
 * <p><b>Subscriptions.</b> Every {@code Mono} and {@code Flux} is cold. Nothing is sent before the
 * first demand. Every subscription is a new call. Cancelling sends nothing more and frees
 * connection and timer. Failures are {@link dev.atlasrestore.AtlasException}s, signalled unwrapped.
 * The native client sees the subscriber's {@code Context} in every exchange, retries and polls
 * included.
 *
 * <p><b>Threads.</b> No method blocks. Results and {@code onPoll} arrive on the event loop that
 * read the response. Failures after a pause, and the result of a download, arrive on a thread of
 * the scheduler. Use {@code publishOn} before you block. A download reads and writes files on
 * threads of {@code Schedulers.boundedElastic()}. Timeouts of exchanges and the end of calls at
 * {@link #close()} arrive on daemon threads of this client, so that a subscriber which blocks does
 * not delay the others. If you supply another scheduler than {@code Schedulers.parallel()}, they
 * arrive on its threads.
 *
 * <p><b>Context.</b> {@code onPoll} and the {@link dev.atlasrestore.CallListener} are no operators.
 * Automatic context propagation does not restore {@code ThreadLocal} values, such as the MDC of a
 * logger, when they are called. To log the progress of a wait with such values, use {@link #watch}
 * and {@code doOnNext}.
 *
 * <p><b>Time.</b> The scheduler provides the clock, the pauses and the timeouts of exchanges. It is
 * {@code Schedulers.parallel()} if you supply none. For tests in virtual time, create the client
 * inside {@code StepVerifier.withVirtualTime}, or supply the virtual scheduler. If the scheduler
 * rejects a task, the call that needs it fails with the {@code RejectedExecutionException}.
 *
 * <p><b>Closing.</b> {@link #close()} ends all calls in flight with a {@link
 * dev.atlasrestore.TransportException} of kind {@code CLIENT_CLOSED}. Every later call fails in the
 * same way. The connections of the library's own native client are closed. A supplied native client
 * stays open. The threads that Reactor and Reactor Netty share in the JVM keep running. An
 * application that contains its own copy of Reactor must stop them when it is undeployed, with
 * {@code HttpResources.disposeLoopsAndConnections()} and {@code Schedulers.shutdownNow()}. A {@code
 * ConnectionProvider} keeps a pool until the provider is disposed of, and the pool refers to
 * classes of this library. If a supplied provider outlives the application, it keeps the
 * application's class loader in memory. Create and dispose of the provider in the application, or
 * set {@code disposeInactivePoolsInBackground}.
 *
 * <p><b>Logging.</b> This library logs nothing. On a supplied client, two loggers of Reactor Netty
 * show download links at DEBUG; keep them above that level: {@code
 * reactor.netty.http.client.HttpClientConnect} and {@code
 * reactor.netty.resources.DefaultPooledConnectionProvider}. The library's own native client shows
 * none.
 *
 * <p><b>The library's own native client.</b> The library creates it if you supply none.
 *
 * <ul>
 *   <li>It speaks HTTP/1.1 on the event loops that Reactor Netty shares in the JVM.
 *   <li>It uses the JVM's trust store and verifies host names.
 *   <li>It opens up to {@value dev.atlasrestore.exchange.TransportLimits#MAX_CONNECTIONS}
 *       connections and closes each one after 30 to 60 seconds without use. A call waits for a free
 *       connection for at most half of the response timeout.
 *   <li>It accepts up to 64 KiB of response header fields.
 *   <li>{@link dev.atlasrestore.Timeouts#connect()} bounds connecting, and again the TLS handshake.
 *   <li>It uses no proxy, follows no redirects, repeats no request by itself, keeps no cookies and
 *       asks for no compression.
 * </ul>
 *
 * <p><b>A native client that you supply</b> keeps its TLS, proxy, pool, resolver, connect timeout,
 * metrics and tracing. The library works on a copy of it.
 *
 * <ul>
 *   <li>The copy follows no redirects, repeats no request by itself, asks for no compression and
 *       skips informational responses.
 *   <li>The copy uses the same {@code ConnectionProvider}, but never a connection that your own
 *       requests have opened. Clients on the same native client share connections, unless it has a
 *       {@code doOnChannelInit} of its own. In that case each client has its own connections, and
 *       {@link #close()} closes them.
 *   <li>The copy may speak HTTP/2. Cancelling and timeouts then close the stream and not the
 *       connection.
 *   <li>The header fields {@code Authorization}, {@code Accept}, {@code Accept-Encoding} and {@code
 *       User-Agent} are set by the library alone. Values that your default headers or your {@code
 *       doOnRequest} set for them are not sent. Other default headers and cookies are sent.
 *   <li>The base URL is ignored.
 *   <li>A {@code responseTimeout} of the native client applies in addition to {@link
 *       dev.atlasrestore.Timeouts#response()}. It does not apply to the transfer of an archive.
 *   <li>Do not configure {@code httpAuthentication}: it would repeat requests with other
 *       credentials. Do not configure a wiretap in production: it logs credentials.
 *   <li>Call its {@code warmup()} when your application starts. Otherwise the first call loads
 *       native libraries on the thread that subscribes.
 * </ul>
 */
public final class ReactorRestoreJobs
    implements RestoreJobPort<Mono<RestoreJob>>,
        RestoreJobListPort<Mono<List<RestoreJob>>>,
        RestoreBatchPort<Mono<List<RestoreJob>>>,
        RestoreWatchPort<Flux<RestoreJob>>,
        RestoreDownloadPort<Mono<DownloadedArchive>>,
        AutoCloseable {

  private final RestoreJobCalls calls;
  private final ReactorRunner runner;
  private final @Nullable ConnectionProvider ownPool;

  private ReactorRestoreJobs(
      RestoreJobCalls calls, ReactorRunner runner, @Nullable ConnectionProvider ownPool) {
    this.calls = calls;
    this.runner = runner;
    this.ownPool = ownPool;
  }

  /**
   * Creates a client on a native client that the library creates.
   *
   * @throws IllegalArgumentException if the base URI is plain {@code http} to another host and the
   *     configuration does not allow that; see {@link AtlasConfig#withPlainHttp}
   */
  public static ReactorRestoreJobs create(AtlasConfig config) {
    RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    ConnectionProvider pool = OwnClient.createPool(config.timeouts());
    HttpClient client = OwnClient.create(pool, config);
    return new ReactorRestoreJobs(calls, ReactorRunner.onOwnClient(client), pool);
  }

  /**
   * Creates a client on a native client that you supply.
   *
   * @param client the native client; it stays open when this client is closed
   * @throws IllegalArgumentException as in {@link #create(AtlasConfig)}
   */
  public static ReactorRestoreJobs create(AtlasConfig config, HttpClient client) {
    return create(config, client, new JsonbRestoreJobCodec());
  }

  /**
   * Creates a client on a native client and with a codec that you supply.
   *
   * @param client the native client; it stays open when this client is closed
   * @param codec decodes the response bodies
   * @throws IllegalArgumentException as in {@link #create(AtlasConfig)}
   */
  public static ReactorRestoreJobs create(
      AtlasConfig config, HttpClient client, RestoreJobCodec codec) {
    return create(config, client, codec, Schedulers.parallel());
  }

  /**
   * Creates a client on a native client, with a codec and a scheduler that you supply.
   *
   * @param client the native client; it stays open when this client is closed
   * @param codec decodes the response bodies
   * @param scheduler provides the clock, pauses and timeouts; it is not disposed of when this
   *     client is closed
   * @throws IllegalArgumentException as in {@link #create(AtlasConfig)}
   */
  public static ReactorRestoreJobs create(
      AtlasConfig config, HttpClient client, RestoreJobCodec codec, Scheduler scheduler) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(scheduler, "scheduler");
    RestoreJobCalls calls = new RestoreJobCalls(config, codec);
    return new ReactorRestoreJobs(calls, new ReactorRunner(client, scheduler), null);
  }

  @Override
  public Mono<RestoreJob> get(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return runner.run(calls.get(ref));
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return runner.run(calls.awaitCompletion(ref));
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(onPoll, "onPoll");
    return runner.run(calls.awaitCompletion(ref, onPoll));
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return runner.run(calls.awaitCompletion(ref, policy, onPoll));
  }

  @Override
  public Mono<RestoreJob> awaitDownload(RestoreJobRef ref) {
    return runner.run(calls.awaitDownload(ref));
  }

  @Override
  public Mono<RestoreJob> awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return runner.run(calls.awaitDownload(ref, policy));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The waits run at the same time. Cancelling ends them all.
   */
  @Override
  public Mono<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    return await(calls.batch(refs));
  }

  /** Lists the batch, then waits in the same way as {@link #awaitAll}. */
  @Override
  public Mono<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId) {
    return runner.run(calls.findBatch(cluster, batchId)).flatMap(this::await);
  }

  @Override
  public Mono<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
    return await(calls.batch(refs, policy));
  }

  @Override
  public Mono<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
    return runner.run(calls.findBatch(cluster, batchId, policy)).flatMap(this::await);
  }

  private Mono<List<RestoreJob>> await(RestoreBatch batch) {
    int concurrency = Math.max(1, batch.waits().size());
    return Flux.fromIterable(batch.waits())
        .flatMap(runner::run, concurrency, 1)
        .collectList()
        .map(batch::jobs);
  }

  @Override
  public Mono<List<RestoreJob>> list(ClusterRef cluster) {
    return runner.run(calls.list(cluster));
  }

  @Override
  public Mono<List<RestoreJob>> list(ClusterRef cluster, String batchId) {
    return runner.run(calls.list(cluster, batchId));
  }

  /**
   * Emits the job of every poll of a wait. Completes after the job whose status is terminal.
   *
   * <p>Polls only on demand. The first poll is made as soon as the rate limiter permits it, each
   * later one after the interval of the {@link dev.atlasrestore.PollPolicy}. Time without demand
   * counts towards the deadline of the wait. Each subscription is a new wait, and cancelling ends
   * it. Fails as {@link #awaitCompletion(RestoreJobRef)} does.
   *
   * @param ref the job to watch
   */
  @Override
  public Flux<RestoreJob> watch(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return PollFlux.of(runner, calls.watch(ref));
  }

  @Override
  public Flux<RestoreJob> watch(RestoreJobRef ref, PollPolicy policy) {
    return PollFlux.of(runner, calls.watch(ref, policy));
  }

  @Override
  public Mono<DownloadedArchive> download(RestoreJobRef ref, Path target) {
    return runner.run(calls.download(ref, target));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Files are read and written, and the progress is reported, on threads of {@code
   * Schedulers.boundedElastic()}. So do not block all of them until downloads have ended.
   */
  @Override
  public Mono<DownloadedArchive> download(RestoreJobRef ref, Path target, DownloadOptions options) {
    return runner.run(calls.download(ref, target, options));
  }

  /**
   * Ends all calls in flight and closes the library's own native client; see the class description.
   * Does not wait. Further calls of this method have no effect.
   */
  @Override
  public void close() {
    try {
      runner.close();
    } finally {
      if (ownPool != null) {
        ownPool.dispose();
      }
    }
  }
}
