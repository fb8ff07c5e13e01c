package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Tests RUN-19 on Reactor Netty. */
class ReactorColdJvmTest extends ColdEventLoop {

  private final Scheduler eventLoop = Schedulers.parallel();
  private ReactorRestoreJobs jobs;

  @Override
  AutoCloseable open(AtlasConfig config) {
    jobs = ReactorRestoreJobs.create(config);
    return jobs;
  }

  @Override
  CompletionStage<RestoreJob> awaitOnEventLoop(RestoreJobRef ref) {
    return Mono.defer(() -> jobs.awaitCompletion(ref)).subscribeOn(eventLoop).toFuture();
  }

  @Override
  CompletionStage<?> onEventLoop(Runnable task) {
    return Mono.fromRunnable(task).subscribeOn(eventLoop).toFuture();
  }
}
