package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Waits for the end of jobs on one of our transports that hold no thread meanwhile. */
public interface Waits extends AutoCloseable {

  /** Begins a wait; the consumer is shown every job read. What it gives cancels the wait. */
  Runnable await(RestoreJobRef ref, Consumer<RestoreJob> onPoll);

  /** Reads a job once. */
  void get(RestoreJobRef ref, BiConsumer<RestoreJob, Throwable> ended);

  @Override
  void close();

  /** Waits that poll once a minute each, and a thousand times a second together. */
  static Waits on(Contestant contestant, Service service) {
    AtlasConfig config =
        service
            .config()
            .withPoll(
                PollPolicy.every(Duration.ofMinutes(1)).withRate(1_000, Duration.ofSeconds(1)));
    return contestant == Contestant.OUR_REACTOR ? onReactor(config) : onVertx(config);
  }

  private static Waits onReactor(AtlasConfig config) {
    ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config);
    return new Waits() {
      @Override
      public Runnable await(RestoreJobRef ref, Consumer<RestoreJob> onPoll) {
        return jobs.awaitCompletion(ref, onPoll).subscribe(job -> {}, error -> {})::dispose;
      }

      @Override
      public void get(RestoreJobRef ref, BiConsumer<RestoreJob, Throwable> ended) {
        jobs.get(ref).subscribe(job -> ended.accept(job, null), error -> ended.accept(null, error));
      }

      @Override
      public void close() {
        jobs.close();
      }
    };
  }

  private static Waits onVertx(AtlasConfig config) {
    Vertx vertx = Vertx.vertx();
    VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config);
    return new Waits() {
      @Override
      public Runnable await(RestoreJobRef ref, Consumer<RestoreJob> onPoll) {
        return jobs.watch(ref, onPoll::accept)::cancel;
      }

      @Override
      public void get(RestoreJobRef ref, BiConsumer<RestoreJob, Throwable> ended) {
        jobs.get(ref).onComplete(result -> ended.accept(result.result(), result.cause()));
      }

      @Override
      public void close() {
        jobs.close();
        vertx.close();
      }
    };
  }
}
