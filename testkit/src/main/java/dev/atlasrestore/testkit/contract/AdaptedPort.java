package dev.atlasrestore.testkit.contract;

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
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Waits for the results of a port whose methods return a future, a publisher or the like. */
record AdaptedPort(RestoreJobPort<?> port, Function<Object, ?> await, Runnable closeAction)
    implements OpenPort {

  @Override
  public RestoreJob get(RestoreJobRef ref) {
    return job(port.get(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref) {
    return job(port.awaitCompletion(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return job(port.awaitCompletion(ref, onPoll));
  }

  @Override
  public RestoreJob awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return job(port.awaitCompletion(ref, policy, onPoll));
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref) {
    return job(port.awaitDownload(ref));
  }

  @Override
  public RestoreJob awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return job(port.awaitDownload(ref, policy));
  }

  private RestoreJob job(Object result) {
    return (RestoreJob) await.apply(result);
  }

  @Override
  public Optional<RestoreBatchPort<List<RestoreJob>>> batches() {
    return port instanceof RestoreBatchPort<?> batches
        ? Optional.of(new AdaptedBatches(batches))
        : Optional.empty();
  }

  @Override
  public Optional<RestoreJobListPort<List<RestoreJob>>> lists() {
    return port instanceof RestoreJobListPort<?> lists
        ? Optional.of(new AdaptedLists(lists))
        : Optional.empty();
  }

  @Override
  public Optional<RestoreDownloadPort<DownloadedArchive>> downloads() {
    return port instanceof RestoreDownloadPort<?> downloads
        ? Optional.of(new AdaptedDownloads(downloads))
        : Optional.empty();
  }

  private final class AdaptedBatches implements RestoreBatchPort<List<RestoreJob>> {
    private final RestoreBatchPort<?> batches;

    private AdaptedBatches(RestoreBatchPort<?> batches) {
      this.batches = batches;
    }

    @Override
    public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
      return jobs(batches.awaitAll(refs));
    }

    @Override
    public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId) {
      return jobs(batches.awaitBatch(cluster, batchId));
    }

    @Override
    public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
      return jobs(batches.awaitAll(refs, policy));
    }

    @Override
    public List<RestoreJob> awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
      return jobs(batches.awaitBatch(cluster, batchId, policy));
    }
  }

  private final class AdaptedLists implements RestoreJobListPort<List<RestoreJob>> {
    private final RestoreJobListPort<?> lists;

    private AdaptedLists(RestoreJobListPort<?> lists) {
      this.lists = lists;
    }

    @Override
    public List<RestoreJob> list(ClusterRef cluster) {
      return jobs(lists.list(cluster));
    }

    @Override
    public List<RestoreJob> list(ClusterRef cluster, String batchId) {
      return jobs(lists.list(cluster, batchId));
    }
  }

  private final class AdaptedDownloads implements RestoreDownloadPort<DownloadedArchive> {
    private final RestoreDownloadPort<?> downloads;

    private AdaptedDownloads(RestoreDownloadPort<?> downloads) {
      this.downloads = downloads;
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target) {
      return (DownloadedArchive) await.apply(downloads.download(ref, target));
    }

    @Override
    public DownloadedArchive download(RestoreJobRef ref, Path target, DownloadOptions options) {
      return (DownloadedArchive) await.apply(downloads.download(ref, target, options));
    }
  }

  @SuppressWarnings("unchecked") // The result of every batch and list is a list of jobs.
  private List<RestoreJob> jobs(Object result) {
    return (List<RestoreJob>) await.apply(result);
  }

  @Override
  public void close() {
    closeAction.run();
  }

  /** Delegates, so that the rules about secrets see the port's own text. */
  @Override
  public String toString() {
    return port.toString();
  }
}
