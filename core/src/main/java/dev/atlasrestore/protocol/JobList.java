package dev.atlasrestore.protocol;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent.Operation;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec.Page;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.ListenerNotifier;
import dev.atlasrestore.internal.read.RestoreJobResources;
import dev.atlasrestore.internal.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Performs lists: reads all pages of a list within the call timeout.
 *
 * <p>The pages are counted here. The link to the next page only says that there is one. It is never
 * followed, because real links name other hosts. The list ends at the first page that has no such
 * link or no jobs.
 */
final class JobList {

  private static final int MAX_PAGES = 1000;
  private static final Comparator<RestoreJob> ORDER =
      Comparator.comparing(RestoreJob::created).thenComparing(RestoreJob::id);

  private final TimedReads reads;
  private final RestoreJobResources resources;
  private final PollRateLimiter rateLimiter;
  private final ListenerNotifier notifier;

  JobList(
      AtlasConfig config,
      JobReader reader,
      PollRateLimiter rateLimiter,
      ListenerNotifier notifier) {
    this.reads = new TimedReads(config, reader);
    this.resources = new RestoreJobResources(config);
    this.rateLimiter = rateLimiter;
    this.notifier = notifier;
  }

  Step<List<RestoreJob>> start(ClusterRef cluster, Optional<String> batchId, Instant began) {
    CallNotifier callNotifier = notifier.forCall(Operation.LIST, cluster, began);
    callNotifier.started();
    Listing listing = new Listing(cluster, batchId, callNotifier);
    return callNotifier.observe(
        now -> listing.page(1, new TimedReads.Progress(now, 0), now), began, jobs -> true);
  }

  /**
   * Returns the references of the jobs of a batch. Fails if there are none, or if one has an id
   * that no job can have.
   */
  Step<List<RestoreJobRef>> references(ClusterRef cluster, String batchId, Instant began) {
    return Steps.flatMap(
        now -> start(cluster, Optional.of(batchId), now),
        began,
        (jobs, now) -> {
          CallStats stats = new CallStats(1, Duration.between(began, now));
          if (jobs.isEmpty()) {
            return Step.failed(notFound(cluster, batchId, stats));
          }
          try {
            return Step.done(jobs.stream().map(job -> cluster.job(job.id())).toList());
          } catch (IllegalArgumentException malformedId) {
            return Step.failed(
                new DecodingException(
                    "The list of the batch "
                        + batchId
                        + " contains a job whose id is not 24 hexadecimal characters",
                    Optional.of("results.id"),
                    OptionalInt.of(200),
                    stats));
          }
        });
  }

  private static RestoreJobNotFoundException notFound(
      ClusterRef cluster, String batchId, CallStats stats) {
    return new RestoreJobNotFoundException(
        "The cluster "
            + cluster.cluster()
            + " has no restore job with the batch id "
            + batchId
            + "; check the batch id and the cluster",
        404,
        ApiError.NONE,
        stats);
  }

  /** One list. Collects the jobs of its pages, which are read one after another. */
  private final class Listing {
    private final ClusterRef cluster;
    private final Optional<String> batchId;
    private final CallNotifier callNotifier;

    /** The jobs by their id. Pages may overlap when jobs are added while they are read. */
    private final Map<String, RestoreJob> jobs = new LinkedHashMap<>();

    private Listing(ClusterRef cluster, Optional<String> batchId, CallNotifier callNotifier) {
      this.cluster = cluster;
      this.batchId = batchId;
      this.callNotifier = callNotifier;
    }

    private Step<List<RestoreJob>> page(int number, TimedReads.Progress before, Instant started) {
      rateLimiter.record(cluster.groupId(), started);
      return reads.read(
          resources.page(cluster, batchId, number),
          before,
          started,
          callNotifier,
          (page, progress, now) -> next(page, number, progress, now));
    }

    private Step<List<RestoreJob>> next(
        Page page, int number, TimedReads.Progress progress, Instant now) {
      page.jobs().forEach(job -> jobs.putIfAbsent(job.id(), job));
      if (page.jobs().isEmpty() || !page.hasNext()) {
        return Step.done(jobs.values().stream().sorted(ORDER).toList());
      }
      if (number == MAX_PAGES) {
        return Step.failed(
            new DecodingException(
                "The list of restore jobs has more than "
                    + MAX_PAGES
                    + " pages; limit it to a batch",
                Optional.of("links"),
                OptionalInt.of(200),
                progress.stats(now)));
      }
      return page(number + 1, progress, now);
    }
  }
}
