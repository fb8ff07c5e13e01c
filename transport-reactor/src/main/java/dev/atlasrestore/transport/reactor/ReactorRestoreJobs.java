package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.protocol.RestoreBatch;
import dev.atlasrestore.protocol.RestoreJobCalls;
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
 * Restore jobs on Reactor Netty.
 *
 * <p>Every {@code Mono} is cold: nothing is sent before somebody subscribes, every subscription is
 * a new call, and to cancel frees connection and timer and sends nothing more. Nothing here blocks.
 * Results and {@code onPoll} arrive on the event loop that read the answer, failures and what comes
 * after a pause also on a thread of the scheduler: go on with {@code publishOn} before you block.
 * Failures are {@link dev.atlasrestore.AtlasException}s, unwrapped. The subscriber's {@code
 * Context} is seen by the native client in every exchange, retries and polls included.
 *
 * <p>Safe for use by many threads. Make one for each API key and keep it: it remembers nonces.
 * {@link #close()} ends calls under way with a {@link dev.atlasrestore.TransportException} of kind
 * {@code CLIENT_CLOSED}, as it does every later one, and closes the connections of a client that
 * was made here; a passed client stays open.
 *
 * <p><b>Time</b> is the scheduler's, {@code Schedulers.parallel()} if none is passed: the clock,
 * pauses and the timeout of each exchange. Under virtual time make the client inside of {@code
 * StepVerifier.withVirtualTime}, or pass the virtual scheduler. Where a scheduler refuses a task,
 * the call that needed it fails with its {@code RejectedExecutionException}.
 *
 * <p><b>A client made here</b> speaks HTTP/1.1 on the event loops that Reactor Netty shares, with
 * the JVM's trust store, the host name verified, and up to {@value OwnClient#MAX_CONNECTIONS}
 * connections, each closed after 30 s without use; who finds none free waits for half of the
 * response timeout at most. It uses no proxy, follows no redirects, repeats nothing by itself,
 * keeps no cookies and asks for no compression. An answer's head may have 64 KiB. {@link
 * dev.atlasrestore.Timeouts#connect()} bounds connecting, and again the TLS handshake.
 *
 * <p><b>A client of your own</b> brings its TLS, proxy, pool, resolver, connect timeout, metrics
 * and tracing. On a copy of it we switch off redirects, the stack's own retry and compression, and
 * skip informational answers; that copy shares its {@code ConnectionProvider}, within it the
 * connections are its own. {@code Authorization}, {@code Accept}, {@code Accept-Encoding} and
 * {@code User-Agent} are ours alone, whatever its default fields or its {@code doOnRequest} say.
 * The base URL is not used. What cannot be forced from outside is yours to leave alone: other
 * default fields and cookies are sent along, {@code httpAuthentication} would repeat requests with
 * other credentials, and a wiretap logs ours. Its {@code warmup()} is yours to call while you
 * start: the first call loads native libraries otherwise, where it is subscribed to. A {@code
 * responseTimeout} of its own counts beside the one of the configuration.
 */
public final class ReactorRestoreJobs
    implements RestoreJobPort<Mono<RestoreJob>>,
        RestoreBatchPort<Mono<List<RestoreJob>>>,
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
   * Restore jobs on a client made here.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed (see {@link
   *     AtlasConfig#withPlainHttp})
   */
  public static ReactorRestoreJobs create(AtlasConfig config) {
    RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    ConnectionProvider pool = OwnClient.pool(config.timeouts());
    HttpClient client = OwnClient.on(pool, config);
    return new ReactorRestoreJobs(calls, new ReactorRunner(client, Schedulers.parallel()), pool);
  }

  /**
   * Restore jobs on a client of your own.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed
   */
  public static ReactorRestoreJobs create(AtlasConfig config, HttpClient client) {
    return create(config, client, new JsonbRestoreJobCodec());
  }

  /**
   * Restore jobs on a client of your own, read by a codec of your own.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed
   */
  public static ReactorRestoreJobs create(
      AtlasConfig config, HttpClient client, RestoreJobCodec codec) {
    return create(config, client, codec, Schedulers.parallel());
  }

  /**
   * Restore jobs on a client of your own, read by a codec of your own, in a time of your own.
   *
   * @param scheduler gives clock, pauses and timeouts; it is not disposed of
   * @throws IllegalArgumentException if plain {@code http} is not allowed
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

  /**
   * {@inheritDoc}
   *
   * <p>The waits run side by side; to cancel ends them all.
   */
  @Override
  public Mono<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    RestoreBatch batch = calls.batch(refs);
    int all = Math.max(1, batch.waits().size());
    return Flux.fromIterable(batch.waits())
        .flatMap(runner::run, all, 1)
        .collectList()
        .map(batch::jobs);
  }

  /**
   * Every reading of a wait for a job's end, the terminal one last; then it completes. The first
   * read and each later one happens only on demand, later ones when the poll policy's interval has
   * passed since the one before. What ends {@link #awaitCompletion(RestoreJobRef)} with a failure
   * ends this with the same one; the deadline of the wait goes on while nobody asks for more. Each
   * subscription is a wait of its own; to cancel ends it.
   *
   * @param ref which job
   */
  public Flux<RestoreJob> watch(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return Readings.of(runner, calls.watch(ref));
  }

  /** Ends calls under way and closes what was made here. Returns at once; may be called again. */
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
