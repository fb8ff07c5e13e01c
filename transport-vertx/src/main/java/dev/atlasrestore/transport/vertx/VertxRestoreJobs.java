package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.protocol.RestoreBatch;
import dev.atlasrestore.protocol.RestoreJobCalls;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Restore jobs on the Vert.x Web Client; one jar serves Vert.x 4.5 and 5.
 *
 * <p>A call starts at once, runs on the caller's context (event loop, worker or virtual thread) and
 * completes its {@code Future} there; a caller without a context gets one. Nothing here blocks, and
 * a wait holds one timer. Failures are {@link dev.atlasrestore.AtlasException}s, unwrapped.
 *
 * <p>Safe for use by many threads and verticles. Make one for each API key and keep it: it
 * remembers nonces. {@link #close()} fails calls under way with a {@link
 * dev.atlasrestore.TransportException} of kind {@code CLIENT_CLOSED}, as it does every later one,
 * and closes a client that was made here; a passed client stays open. Calls of a verticle that is
 * undeployed end with it: nothing more is sent for them, connection and timer are freed, and their
 * {@code Future}s never complete. When Vert.x closes, other calls fail as if this was closed. The
 * codec is made by {@code create}, which takes a moment: call it while deploying, off the event
 * loop ({@code executeBlocking}).
 *
 * <p><b>A client made here</b> speaks HTTP/1.1 with the JVM's trust store and the host name
 * verified, and with up to {@value OwnClient#MAX_CONNECTIONS} connections, where the stack's
 * default is 5; who finds none free waits for the response timeout at most. Made in a verticle, it
 * is closed with it. It uses no proxy, follows no redirects, keeps no cookies and asks for no
 * compression. An answer's head may have 64 KiB. {@link dev.atlasrestore.Timeouts#connect()} bounds
 * connecting, and again the TLS handshake.
 *
 * <p><b>A client of your own</b> brings its TLS, proxy, pool, resolver, metrics and tracing. Per
 * request we switch redirects off and set the header fields. What cannot be switched off from
 * outside is yours to leave alone: cookies of a {@code WebClientSession}, other interceptors that
 * add credentials, a cache, a body size limit, activity logging (it logs every byte). To be able to
 * end an exchange we add one interceptor to the client, once; where that is not possible (a wrapped
 * client, the module path of Vert.x 5), a call still ends in time, but its connection only when the
 * server ends it, and a request that waited for a connection may be sent even so.
 */
public final class VertxRestoreJobs
    implements RestoreJobPort<Future<RestoreJob>>,
        RestoreBatchPort<Future<List<RestoreJob>>>,
        AutoCloseable {

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
   * Restore jobs on a client made here.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed (see {@link
   *     AtlasConfig#withPlainHttp})
   */
  public static VertxRestoreJobs create(Vertx vertx, AtlasConfig config) {
    Objects.requireNonNull(vertx, "vertx");
    RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    WebClient client = OwnClient.on(vertx, config);
    return new VertxRestoreJobs(calls, new VertxRunner(vertx, client), client);
  }

  /**
   * Restore jobs on a client of your own.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed
   */
  public static VertxRestoreJobs create(Vertx vertx, AtlasConfig config, WebClient client) {
    return create(vertx, config, client, new JsonbRestoreJobCodec());
  }

  /**
   * Restore jobs on a client of your own, read by a codec of your own.
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
   * <p>The waits run side by side, all on the caller's context. A {@code Future} cannot be
   * cancelled: to be able to, {@link #watch} each job.
   */
  @Override
  public Future<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    RestoreBatch batch = calls.batch(refs);
    return runner.startAll(batch.waits()).map(batch::jobs);
  }

  /**
   * Waits for a job's end, as {@link #awaitCompletion(RestoreJobRef, Consumer)} does, and can be
   * cancelled.
   *
   * @param ref which job
   * @param onPoll is shown every job read, the terminal one too, in order and on the caller's
   *     context; what it throws ends the wait
   */
  public RestoreWatch watch(RestoreJobRef ref, Handler<RestoreJob> onPoll) {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(onPoll, "onPoll");
    return new RunningWatch(runner.start(calls.awaitCompletion(ref, onPoll::handle)));
  }

  private record RunningWatch(Conversation<RestoreJob> running) implements RestoreWatch {

    @Override
    public Future<RestoreJob> completion() {
      return running.future();
    }

    @Override
    public void cancel() {
      running.end(new CancellationException("The wait for the restore job was cancelled"));
    }
  }

  /** Fails calls under way and closes what was made here. Returns at once; may be called again. */
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
