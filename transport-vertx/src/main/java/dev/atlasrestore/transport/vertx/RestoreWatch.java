package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.RestoreJob;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A wait for the end of a restore job as a stream. It emits the job of every poll; the last job has
 * a terminal status.
 *
 * <p><b>Demand.</b> There is demand while a handler is set and the stream is not paused. The wait
 * starts with the first demand. It polls only while there is demand. A slow reader gets fewer
 * polls. No jobs are queued for it. If a poll is in flight when the stream is paused, its job is
 * kept and emitted later. The time without demand counts towards {@link
 * dev.atlasrestore.PollPolicy#deadline()}, but the wait fails only when there is demand again.
 *
 * <p><b>Threads.</b> All handlers are called on the context on which {@code watch} was called. The
 * methods are safe for use by many threads.
 *
 * <p><b>End.</b> The end handler is called after the last job. If the wait fails or is cancelled,
 * the exception handler is called instead. {@link #completion()} has the same result. A watch that
 * has started and is not needed any more must be cancelled.
 */
public interface RestoreWatch extends ReadStream<RestoreJob> {

  /**
   * The result of the wait: the job with its terminal status.
   *
   * <p>Completes on the context on which the wait was started. A handler that is added after the
   * completion is called at once, in the thread that adds it. Fails with an {@link
   * dev.atlasrestore.AtlasException}, with the exception that the job handler threw, or, after
   * {@link #cancel()}, with a {@link java.util.concurrent.CancellationException}.
   */
  Future<RestoreJob> completion();

  /**
   * Cancels the wait: sends no further request, frees its connection and its timer, and fails
   * {@link #completion()}. Does nothing if the wait has already ended. May be called from any
   * thread, any number of times.
   */
  void cancel();

  /**
   * Sets the handler of the jobs. An exception from this handler ends the wait.
   *
   * @param handler null to stop the polls
   */
  @Override
  RestoreWatch handler(@Nullable Handler<RestoreJob> handler);

  /** Emits no job until {@link #resume} or {@link #fetch}. */
  @Override
  RestoreWatch pause();

  /** Emits all further jobs. */
  @Override
  RestoreWatch resume();

  /**
   * Emits this many more jobs.
   *
   * @throws IllegalArgumentException if the amount is negative
   */
  @Override
  RestoreWatch fetch(long amount);

  /** Sets the handler that is called after the last job. */
  @Override
  RestoreWatch endHandler(@Nullable Handler<Void> handler);

  /** Sets the handler of the failure of the wait. */
  @Override
  RestoreWatch exceptionHandler(@Nullable Handler<Throwable> handler);
}
