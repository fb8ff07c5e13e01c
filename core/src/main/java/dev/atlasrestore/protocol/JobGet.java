package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent.Operation;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.ListenerNotifier;
import dev.atlasrestore.internal.read.RestoreJobResources;
import java.time.Instant;

/** Performs gets: one read of a job within the call timeout. */
final class JobGet {

  private final TimedReads reads;
  private final RestoreJobResources resources;
  private final PollRateLimiter rateLimiter;
  private final ListenerNotifier notifier;

  JobGet(
      AtlasConfig config,
      JobReader reader,
      PollRateLimiter rateLimiter,
      ListenerNotifier notifier) {
    this.reads = new TimedReads(config, reader);
    this.resources = new RestoreJobResources(config);
    this.rateLimiter = rateLimiter;
    this.notifier = notifier;
  }

  Step<RestoreJob> start(RestoreJobRef ref, Instant began) {
    CallNotifier callNotifier = notifier.forCall(Operation.GET, ref, began);
    callNotifier.started();
    return callNotifier.observe(now -> read(ref, now, callNotifier), began, job -> true);
  }

  private Step<RestoreJob> read(RestoreJobRef ref, Instant began, CallNotifier callNotifier) {
    rateLimiter.record(ref.groupId(), began);
    return reads.read(
        resources.job(ref),
        new TimedReads.Progress(began, 0),
        began,
        callNotifier,
        (job, progress, now) -> Step.done(job));
  }
}
