package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.protocol.RestoreJobCalls;
import io.netty.channel.ChannelOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Restore jobs on Reactor Netty.
 *
 * <p>Every {@code Mono} is cold: nothing is sent before somebody subscribes, every subscription is
 * a new call, and cancelling frees connection and timer; no further request follows. Results arrive
 * on an event loop or on the scheduler's thread; nothing here blocks. Failures are {@link
 * dev.atlasrestore.AtlasException}s, unwrapped. The subscriber's {@code Context} is seen by the
 * native client, retries and polls included.
 *
 * <p>Safe for use by many threads. Make one for each API key and keep it: it remembers nonces.
 * {@link #close()} ends calls under way with a {@link dev.atlasrestore.TransportException} of kind
 * {@code CLIENT_CLOSED}, as it does every later one, and closes the connections of a client that
 * was made here; a passed client stays open.
 *
 * <p><b>A client of your own</b> brings its TLS, proxy, pool, resolver, metrics and tracing. Per
 * request we switch redirects and the stack's own retry off, and set the header fields; what cannot
 * be switched off from outside is yours to leave alone: {@code doOnRequest} and the like see the
 * {@code Authorization} field, a wiretap logs it, and {@code httpAuthentication} would sign with
 * other credentials.
 *
 * <p>A client made here keeps up to {@value #MAX_CONNECTIONS} connections; who finds none free
 * waits for the response timeout at most. It uses no proxy and asks for no compression.
 */
public final class ReactorRestoreJobs implements RestoreJobPort<Mono<RestoreJob>>, AutoCloseable {

  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_HEADER_BYTES = 64 * 1024;

  private final RestoreJobCalls calls;
  private final ReactorRunner runner;
  private final @Nullable ConnectionProvider ownPool;

  private ReactorRestoreJobs(
      AtlasConfig config,
      HttpClient client,
      RestoreJobCodec codec,
      Scheduler scheduler,
      @Nullable ConnectionProvider ownPool) {
    this.calls = new RestoreJobCalls(config, codec);
    this.runner = new ReactorRunner(client, scheduler);
    this.ownPool = ownPool;
  }

  /**
   * Restore jobs on a client made here.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed (see {@link
   *     AtlasConfig#withPlainHttp})
   */
  public static ReactorRestoreJobs create(AtlasConfig config) {
    Objects.requireNonNull(config, "config");
    RestoreJobCodec codec = new JsonbRestoreJobCodec();
    ConnectionProvider pool =
        ConnectionProvider.builder("atlas-restore")
            .maxConnections(MAX_CONNECTIONS)
            .pendingAcquireMaxCount(-1)
            .pendingAcquireTimeout(config.timeouts().response())
            .build();
    return new ReactorRestoreJobs(config, client(config, pool), codec, Schedulers.parallel(), pool);
  }

  /** Restore jobs on a client of your own. */
  public static ReactorRestoreJobs create(AtlasConfig config, HttpClient client) {
    return create(config, client, new JsonbRestoreJobCodec());
  }

  /** Restore jobs on a client of your own, read by a codec of your own. */
  public static ReactorRestoreJobs create(
      AtlasConfig config, HttpClient client, RestoreJobCodec codec) {
    return create(config, client, codec, Schedulers.parallel());
  }

  /**
   * Restore jobs on a client of your own, read by a codec of your own.
   *
   * @param scheduler gives time, pauses and timeouts; a virtual-time scheduler drives everything
   */
  public static ReactorRestoreJobs create(
      AtlasConfig config, HttpClient client, RestoreJobCodec codec, Scheduler scheduler) {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(scheduler, "scheduler");
    return new ReactorRestoreJobs(config, client, codec, scheduler, null);
  }

  private static HttpClient client(AtlasConfig config, ConnectionProvider pool) {
    long connectMillis =
        Math.min(Integer.MAX_VALUE, Math.max(1, config.timeouts().connect().toMillis()));
    return HttpClient.create(pool)
        .noProxy()
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectMillis)
        .httpResponseDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES));
  }

  @Override
  public Mono<RestoreJob> get(RestoreJobRef ref) {
    return runner.run(calls.get(ref));
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    return runner.run(calls.awaitCompletion(ref));
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return runner.run(calls.awaitCompletion(ref, onPoll));
  }

  /** Ends calls under way and closes what was made here. Returns at once; may be called again. */
  @Override
  public void close() {
    runner.close();
    if (ownPool != null) {
      ownPool.dispose();
    }
  }
}
