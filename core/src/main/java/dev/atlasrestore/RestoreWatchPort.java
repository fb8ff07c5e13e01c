package dev.atlasrestore;

/**
 * Watches a restore job: a wait that gives its caller the job of every poll. The rules of {@link
 * RestoreJobPort} for threads, failures and repeated requests apply here too.
 *
 * <p>The watch ends after the job whose status is terminal. A job that has ended badly is a job
 * like any other; {@link RestoreJob#requireSucceeded()} refuses it. The watch polls only when its
 * reader asks for the next job. The time until then counts towards {@link PollPolicy#deadline()}.
 *
 * @param <W> the jobs, one for each poll, in the form of the stack, for example {@code
 *     Iterable<RestoreJob>}
 */
public interface RestoreWatchPort<W> {

  /** Watches a job. */
  W watch(RestoreJobRef ref);

  /** Watches a job, with this policy instead of the client's. */
  W watch(RestoreJobRef ref, PollPolicy policy);
}
