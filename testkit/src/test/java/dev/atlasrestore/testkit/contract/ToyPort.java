package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.RestoreJobCalls;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A blocking port on any runner, with the protocol of core. */
class ToyPort
    implements CancellablePort,
        RestoreBatchPort<List<RestoreJob>>,
        RestoreJobListPort<List<RestoreJob>>,
        RestoreDownloadPort<DownloadedArchive> {

  private final RestoreJobCalls calls;
  private final RunnerUnderTest runner;
  private volatile boolean closed;

  ToyPort(AtlasConfig config) {
    this(config, new ToyRunner());
  }

  ToyPort(AtlasConfig config, RunnerUnderTest runner) {
    this(config, new JsonbRestoreJobCodec(), runner);
  }

  ToyPort(AtlasConfig config, RestoreJobCodec codec, RunnerUnderTest runner) {
    this.calls = new RestoreJobCalls(config, codec);
    this.runner = runner;
  }

  @Override
  public RestoreJob get(RestoreJobRef ref) {
    return run(calls.get(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref) {
    return run(calls.awaitCompletion(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return run(calls.awaitCompletion(ref, onPoll));
  }

  @Override
  public RestoreJob awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return run(calls.awaitCompletion(ref, policy, onPoll));
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref) {
    return run(calls.awaitDownload(ref));
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return run(calls.awaitDownload(ref, policy));
  }

  @Override
  public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
    return run(calls.awaitAll(refs));
  }

  @Override
  public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId) {
    return run(calls.awaitBatch(cluster, batchId));
  }

  @Override
  public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
    return run(calls.awaitAll(refs, policy));
  }

  @Override
  public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
    return run(calls.awaitBatch(cluster, batchId, policy));
  }

  @Override
  public List<RestoreJob> list(ClusterRef cluster) {
    return run(calls.list(cluster));
  }

  @Override
  public List<RestoreJob> list(ClusterRef cluster, String batchId) {
    return run(calls.list(cluster, batchId));
  }

  @Override
  public DownloadedArchive download(RestoreJobRef ref, Path target) {
    return download(ref, target, DownloadOptions.defaults());
  }

  @Override
  public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
    return run(calls.download(ref, target, options));
  }

  @Override
  public Optional<StartedDownload> download() {
    return Optional.of(
        (ref, target, options) -> runner.start(calls.download(ref, target, options)));
  }

  private <T> T run(Call<T> call) {
    try {
      return runner.start(call).await();
    } catch (InterruptedException e) {
      if (closed) {
        throw TransportException.clientClosed();
      }
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("interrupted", e);
    }
  }

  @Override
  public Map<String, Function<RestoreJobRef, Running<?>>> reads() {
    return Map.of("get", ref -> runner.start(calls.get(ref)));
  }

  @Override
  public Map<String, Function<RestoreJobRef, Running<?>>> waits() {
    return Map.of("awaitCompletion", ref -> runner.start(calls.awaitCompletion(ref)));
  }

  @Override
  public void close() {
    closed = true;
    runner.close();
  }
}
