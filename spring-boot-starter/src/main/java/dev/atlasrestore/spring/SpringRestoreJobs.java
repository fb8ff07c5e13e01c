package dev.atlasrestore.spring;

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
import dev.atlasrestore.TransportException;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The client of a Spring application. Does what {@link ReactorRestoreJobs} does, and ends all waits
 * and downloads when the application stops.
 *
 * <p>A wait or a download takes minutes to hours. If it continued, a graceful shutdown would last
 * until its timeout. When the application stops, each one in progress is cancelled, and its
 * subscriber gets a {@link TransportException} of the kind {@code CLIENT_CLOSED}. This happens
 * before the web server stops, so that the server can still send the responses. Reads and lists are
 * short and finish. A wait or a download that is started later fails in the same way.
 *
 * <p>Safe for use by many threads.
 */
public final class SpringRestoreJobs
    implements RestoreJobPort<Mono<RestoreJob>>,
        RestoreJobListPort<Mono<List<RestoreJob>>>,
        RestoreBatchPort<Mono<List<RestoreJob>>>,
        RestoreWatchPort<Flux<RestoreJob>>,
        RestoreDownloadPort<Mono<DownloadedArchive>>,
        SmartLifecycle {

  private final ReactorRestoreJobs client;
  private final AtomicInteger openWaits = new AtomicInteger();
  private volatile Sinks.Empty<Object> stop = Sinks.empty();
  private volatile boolean running;

  /** Creates the client on another one, which stays open when this one stops. */
  public SpringRestoreJobs(ReactorRestoreJobs client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  @Override
  public Mono<RestoreJob> get(RestoreJobRef ref) {
    return client.get(ref);
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    return untilStopped(client.awaitCompletion(ref));
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return untilStopped(client.awaitCompletion(ref, onPoll));
  }

  @Override
  public Mono<RestoreJob> awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return untilStopped(client.awaitCompletion(ref, policy, onPoll));
  }

  @Override
  public Mono<RestoreJob> awaitDownload(RestoreJobRef ref) {
    return untilStopped(client.awaitDownload(ref));
  }

  @Override
  public Mono<RestoreJob> awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return untilStopped(client.awaitDownload(ref, policy));
  }

  @Override
  public Mono<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    return untilStopped(client.awaitAll(refs));
  }

  @Override
  public Mono<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId) {
    return untilStopped(client.awaitBatch(cluster, batchId));
  }

  @Override
  public Mono<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
    return untilStopped(client.awaitAll(refs, policy));
  }

  @Override
  public Mono<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
    return untilStopped(client.awaitBatch(cluster, batchId, policy));
  }

  @Override
  public Mono<List<RestoreJob>> list(ClusterRef cluster) {
    return client.list(cluster);
  }

  @Override
  public Mono<List<RestoreJob>> list(ClusterRef cluster, String batchId) {
    return client.list(cluster, batchId);
  }

  @Override
  public Flux<RestoreJob> watch(RestoreJobRef ref) {
    return untilStopped(client.watch(ref));
  }

  @Override
  public Flux<RestoreJob> watch(RestoreJobRef ref, PollPolicy policy) {
    return untilStopped(client.watch(ref, policy));
  }

  @Override
  public Mono<DownloadedArchive> download(RestoreJobRef ref, Path target) {
    return download(ref, target, DownloadOptions.defaults());
  }

  @Override
  public Mono<DownloadedArchive> download(RestoreJobRef ref, Path target, DownloadOptions options) {
    Mono<DownloadedArchive> download = client.download(ref, target, options);
    return Mono.defer(() -> download.takeUntilOther(stop.asMono()));
  }

  private Flux<RestoreJob> untilStopped(Flux<RestoreJob> polls) {
    return Flux.defer(
        () -> {
          openWaits.incrementAndGet();
          return polls.takeUntilOther(stop.asMono()).doFinally(end -> openWaits.decrementAndGet());
        });
  }

  private <T> Mono<T> untilStopped(Mono<T> wait) {
    return Mono.defer(
        () -> {
          openWaits.incrementAndGet();
          return wait.takeUntilOther(stop.asMono()).doFinally(end -> openWaits.decrementAndGet());
        });
  }

  /** Returns the number of waits that are in progress. Downloads are not counted. */
  public int openWaits() {
    return openWaits.get();
  }

  @Override
  public void start() {
    stop = Sinks.empty();
    running = true;
  }

  /** Ends all waits and downloads. Does not wait for their subscribers. */
  @Override
  public void stop() {
    running = false;
    stop.tryEmitError(TransportException.clientClosed());
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
