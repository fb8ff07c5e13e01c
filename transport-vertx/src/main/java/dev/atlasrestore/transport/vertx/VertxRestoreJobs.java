package dev.atlasrestore.transport.vertx;

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
import dev.atlasrestore.protocol.RestoreBatch;
import dev.atlasrestore.protocol.RestoreJobCalls;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows restore jobs on the Vert.x Web Client. One jar runs on Vert.x 4.5 and 5.
 *
 * <p><b>Calls.</b> A call starts at once. It runs on the context of its caller (event loop, worker
 * or virtual thread) and completes its {@code Future} there. A caller without a context gets a new
 * event loop context. No method blocks, and a wait holds no thread: between two polls it holds one
 * timer. A download writes its file on worker threads. Failures are {@link
 * dev.atlasrestore.AtlasException}s, not wrapped.
 *
 * <p><b>Lifetime.</b> Create one client for each API key and keep it, because it caches nonces.
 * {@code create} takes some time to prepare the codec: call it off the event loop, for example in
 * {@code executeBlocking} while a verticle starts. Safe for use by many threads and verticles.
 *
 * <ul>
 *   <li>{@link #close()} fails the running calls, and every later call, with a {@link
 *       dev.atlasrestore.TransportException} of kind {@code CLIENT_CLOSED}. It closes the library's
 *       own native client. A supplied one stays open.
 *   <li>When a verticle is undeployed, its calls fail in the same way, on their contexts. Other
 *       calls continue.
 *   <li>When Vert.x is closed, all calls fail in the same way.
 * </ul>
 *
 * <p><b>The library's own native client.</b> Uses HTTP/1.1, the trust store of the JVM and host
 * name verification. Holds at most {@value
 * dev.atlasrestore.exchange.TransportLimits#MAX_CONNECTIONS} connections; the default of Vert.x is
 * 5. A call waits for a free connection for at most the response timeout. The client uses no proxy,
 * follows no redirects, keeps no cookies and does not ask for compression. The head of a response
 * may have at most 64 KiB. {@link dev.atlasrestore.Timeouts#connect()} limits the time to connect,
 * and separately the time of the TLS handshake. If the client is created in a verticle, it is
 * closed when the verticle is undeployed.
 *
 * <p><b>Supplied native client.</b> Configures TLS, proxy, pool, resolver, metrics and tracing. For
 * each request this class switches redirects off and sets the header fields. It cannot switch off
 * other features of the client, so do not use these: cookies of a {@code WebClientSession},
 * interceptors that add credentials, a cache, a limit of the body size, activity logging (it logs
 * every byte).
 *
 * <p>A supplied client is never changed: calls use a copy that shares its connections. Interceptors
 * that are added to the client later have no effect on this class. To abort exchanges, this class
 * needs access to the connections of the client. It has no access if the client is wrapped or has a
 * cache, and on the module path of Vert.x 5 without {@code --add-exports
 * io.vertx.web.client/io.vertx.ext.web.client.impl=dev.atlasrestore.transport.vertx}. Calls still
 * end at their timeout then. But downloads fail, a connection is freed only when the server closes
 * it, and a request that waits for a connection may still be sent after its call has ended.
 *
 * <p>The file of a download is written as the server sends it, even if the supplied client decodes
 * content codings. Only HTTP/2 is an exception: there Vert.x decodes a coding that the server uses
 * although the request does not accept it.
 */
public final class VertxRestoreJobs
    implements RestoreJobPort<Future<RestoreJob>>,
        RestoreJobListPort<Future<List<RestoreJob>>>,
        RestoreBatchPort<Future<List<RestoreJob>>>,
        RestoreWatchPort<RestoreWatch>,
        RestoreDownloadPort<Future<DownloadedArchive>>,
        AutoCloseable {

  private static final String NO_ACCESS =
      "The transport cannot download with this Web Client, because it has no access to responses."
          + " Use a Web Client that is not wrapped and has no cache. On the module path of Vert.x 5,"
          + " start Java with --add-exports"
          + " io.vertx.web.client/io.vertx.ext.web.client.impl=dev.atlasrestore.transport.vertx";

  private final RestoreJobCalls calls;
  private final VertxRunner runner;
  private final @Nullable WebClient ownClient;

  private VertxRestoreJobs(
      RestoreJobCalls calls, VertxRunner runner, @Nullable WebClient ownClient) {
    this.calls = calls;
    this.runner = runner;
    this.ownClient = ownClient;
  }

  /**
   * Creates a client on a native client that the library creates.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed (see {@link
   *     AtlasConfig#withPlainHttp})
   */
  public static VertxRestoreJobs create(Vertx vertx, AtlasConfig config) {
    Objects.requireNonNull(vertx, "vertx");
    RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    WebClient client = OwnClient.create(vertx, config);
    return new VertxRestoreJobs(calls, VertxRunner.onOwnClient(vertx, client), client);
  }

  /**
   * Creates a client on a supplied native client.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed
   */
  public static VertxRestoreJobs create(Vertx vertx, AtlasConfig config, WebClient client) {
    return create(vertx, config, client, new JsonbRestoreJobCodec());
  }

  /**
   * Creates a client on a supplied native client, with a supplied codec. Works without JSON-B on
   * the class path.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed
   */
  public static VertxRestoreJobs create(
      Vertx vertx, AtlasConfig config, WebClient client, RestoreJobCodec codec) {
    Objects.requireNonNull(vertx, "vertx");
    Objects.requireNonNull(client, "client");
    RestoreJobCalls calls = new RestoreJobCalls(config, codec);
    return new VertxRestoreJobs(calls, new VertxRunner(vertx, client), null);
  }

  @Override
  public Future<RestoreJob> get(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return runner.start(calls.get(ref)).future();
  }

  @Override
  public Future<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return runner.start(calls.awaitCompletion(ref)).future();
  }

  @Override
  public Future<RestoreJob> awaitCompletion(
      RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(onPoll, "onPoll");
    return runner.start(calls.awaitCompletion(ref, onPoll)).future();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A {@code Future} cannot be cancelled. To cancel a wait, use {@link #watch}.
   */
  @Override
  public Future<RestoreJob> awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return runner.start(calls.awaitCompletion(ref, policy, onPoll)).future();
  }

  @Override
  public Future<RestoreJob> awaitDownload(RestoreJobRef ref) {
    return runner.start(calls.awaitDownload(ref)).future();
  }

  @Override
  public Future<RestoreJob> awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return runner.start(calls.awaitDownload(ref, policy)).future();
  }

  /**
   * {@inheritDoc}
   *
   * <p>All waits run at the same time, on the context of the caller.
   */
  @Override
  public Future<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    return await(calls.batch(refs));
  }

  /** Lists the batch, then waits in the same way as {@link #awaitAll}. */
  @Override
  public Future<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId) {
    return runner.start(calls.findBatch(cluster, batchId)).future().compose(this::await);
  }

  @Override
  public Future<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
    return await(calls.batch(refs, policy));
  }

  @Override
  public Future<List<RestoreJob>> awaitBatch(
      ClusterRef cluster, String batchId, PollPolicy policy) {
    return runner.start(calls.findBatch(cluster, batchId, policy)).future().compose(this::await);
  }

  private Future<List<RestoreJob>> await(RestoreBatch batch) {
    return runner.startAll(batch.waits()).map(batch::jobs);
  }

  @Override
  public Future<List<RestoreJob>> list(ClusterRef cluster) {
    return runner.start(calls.list(cluster)).future();
  }

  @Override
  public Future<List<RestoreJob>> list(ClusterRef cluster, String batchId) {
    return runner.start(calls.list(cluster, batchId)).future();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The wait starts when the stream has a handler and is not paused.
   */
  @Override
  public RestoreWatch watch(RestoreJobRef ref) {
    return new PollStream(runner, calls.watch(ref));
  }

  @Override
  public RestoreWatch watch(RestoreJobRef ref, PollPolicy policy) {
    return new PollStream(runner, calls.watch(ref, policy));
  }

  /**
   * Watches a job and starts at once. Same as {@code watch(ref).handler(onPoll)}.
   *
   * @param ref the job to wait for
   * @param onPoll receives the job after every poll, the last time with its terminal status, in
   *     order and on the context of the caller. An exception from this handler ends the wait
   */
  public RestoreWatch watch(RestoreJobRef ref, Handler<RestoreJob> onPoll) {
    Objects.requireNonNull(onPoll, "onPoll");
    return watch(ref).handler(onPoll);
  }

  /**
   * Watches like {@link #watch(RestoreJobRef, Handler)}, with this policy instead of the client's.
   */
  public RestoreWatch watch(RestoreJobRef ref, PollPolicy policy, Handler<RestoreJob> onPoll) {
    Objects.requireNonNull(onPoll, "onPoll");
    return watch(ref, policy).handler(onPoll);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Files are written on worker threads, by {@code executeBlocking} of the caller's context. If
   * the native client gives no access to its connections (see above), the call fails at once with
   * an {@link UnsupportedOperationException}.
   */
  @Override
  public Future<DownloadedArchive> download(RestoreJobRef ref, Path target) {
    return download(ref, target, DownloadOptions.defaults());
  }

  @Override
  public Future<DownloadedArchive> download(
      RestoreJobRef ref, Path target, DownloadOptions options) {
    Call<DownloadedArchive> download = calls.download(ref, target, options);
    return runner.canTransfer()
        ? runner.start(download).future()
        : Future.failedFuture(new UnsupportedOperationException(NO_ACCESS));
  }

  /**
   * Fails the running calls and closes the library's own native client. Returns at once and does
   * not wait for connections to close. May be called any number of times.
   */
  @Override
  public void close() {
    try {
      runner.close();
    } finally {
      if (ownClient != null) {
        ownClient.close();
      }
    }
  }
}
