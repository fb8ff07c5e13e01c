package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A port together with its cancellable operations. */
record AdaptedCancellablePort(
    OpenPort port,
    Map<String, Function<RestoreJobRef, Running<?>>> reads,
    Map<String, Function<RestoreJobRef, Running<?>>> waits,
    Optional<StartedDownload> download)
    implements CancellablePort {

  AdaptedCancellablePort {
    reads = Map.copyOf(reads);
    waits = Map.copyOf(waits);
  }

  @Override
  public RestoreJob get(RestoreJobRef ref) {
    return port.get(ref);
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref) {
    return port.awaitCompletion(ref);
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return port.awaitCompletion(ref, onPoll);
  }

  @Override
  public RestoreJob awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return port.awaitCompletion(ref, policy, onPoll);
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref) {
    return port.awaitDownload(ref);
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return port.awaitDownload(ref, policy);
  }

  @Override
  public Optional<RestoreBatchPort<List<RestoreJob>>> batches() {
    return port.batches();
  }

  @Override
  public Optional<RestoreJobListPort<List<RestoreJob>>> lists() {
    return port.lists();
  }

  @Override
  public Optional<RestoreDownloadPort<DownloadedArchive>> downloads() {
    return port.downloads();
  }

  @Override
  public void close() {
    port.close();
  }

  /** Delegates, so that the rules about secrets see the port's own text. */
  @Override
  public String toString() {
    return port.toString();
  }
}
