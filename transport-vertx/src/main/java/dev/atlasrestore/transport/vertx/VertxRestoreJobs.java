package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.protocol.RestoreJobCalls;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
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
 * and closes a client that was made here; a passed client stays open. The codec is made by {@code
 * create}, which takes a moment: call it while deploying.
 *
 * <p><b>A client of your own</b> brings its TLS, proxy, pool, resolver, metrics and tracing. Per
 * request we switch redirects off and set the header fields. What cannot be switched off from
 * outside is yours to leave alone: cookies of a {@code WebClientSession}, other interceptors that
 * add credentials, a body size limit, activity logging (it logs every byte). To be able to abort an
 * exchange we add one interceptor to the client, once; where that is not possible (a wrapped
 * client, the module path of Vert.x 5), a call still ends in time, and its connection when the
 * server ends it.
 *
 * <p>A client made here has the stack's default pool (5 connections to one origin, and a queue
 * without bound), uses no proxy, and asks for no compression.
 */
public final class VertxRestoreJobs implements RestoreJobPort<Future<RestoreJob>>, AutoCloseable {

  private static final int MAX_HEADER_BYTES = 64 * 1024;

  private final RestoreJobCalls calls;
  private final VertxRunner runner;
  private final @Nullable WebClient ownClient;

  private VertxRestoreJobs(
      Vertx vertx,
      AtlasConfig config,
      WebClient client,
      RestoreJobCodec codec,
      @Nullable WebClient ownClient) {
    this.calls = new RestoreJobCalls(config, codec);
    this.runner = new VertxRunner(vertx, client);
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
    Objects.requireNonNull(config, "config");
    RestoreJobCodec codec = new JsonbRestoreJobCodec();
    WebClient client = WebClient.create(vertx, options(config));
    return new VertxRestoreJobs(vertx, config, client, codec, client);
  }

  /** Restore jobs on a client of your own. */
  public static VertxRestoreJobs create(Vertx vertx, AtlasConfig config, WebClient client) {
    return create(vertx, config, client, new JsonbRestoreJobCodec());
  }

  /** Restore jobs on a client of your own, read by a codec of your own. */
  public static VertxRestoreJobs create(
      Vertx vertx, AtlasConfig config, WebClient client, RestoreJobCodec codec) {
    Objects.requireNonNull(vertx, "vertx");
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(codec, "codec");
    return new VertxRestoreJobs(vertx, config, client, codec, null);
  }

  private static WebClientOptions options(AtlasConfig config) {
    long connectMillis =
        Math.min(Integer.MAX_VALUE, Math.max(1, config.timeouts().connect().toMillis()));
    WebClientOptions options = new WebClientOptions();
    options.setFollowRedirects(false).setUserAgentEnabled(false);
    options.setConnectTimeout((int) connectMillis);
    options.setMaxHeaderSize(MAX_HEADER_BYTES);
    return options;
  }

  @Override
  public Future<RestoreJob> get(RestoreJobRef ref) {
    return runner.start(calls.get(ref)).future();
  }

  @Override
  public Future<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    return runner.start(calls.awaitCompletion(ref)).future();
  }

  @Override
  public Future<RestoreJob> awaitCompletion(
      RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return runner.start(calls.awaitCompletion(ref, onPoll)).future();
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
    Objects.requireNonNull(onPoll, "onPoll");
    return new RunningWatch(runner.start(calls.awaitCompletion(ref, onPoll::handle)));
  }

  private record RunningWatch(VertxRunner.Running<RestoreJob> running) implements RestoreWatch {

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
    runner.close();
    if (ownClient != null) {
      ownClient.close();
    }
  }
}
