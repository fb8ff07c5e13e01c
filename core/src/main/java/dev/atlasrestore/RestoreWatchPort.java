package dev.atlasrestore;

/**
 * Watches a restore job. A watch is a wait that returns the job of every poll. The rules of {@link
 * RestoreJobPort} for threads, failures and repeated requests apply here too.
 *
 * <p>The watch ends after the job whose status is terminal. A watch does not fail if this job has
 * ended badly; call {@link RestoreJob#requireSucceeded()} to check that. The watch polls only when
 * its reader requests the next job. The time until that request counts towards {@link
 * PollPolicy#deadline()}.
 *
 * @param <W> the jobs, one for each poll, as a type of the stack, for example {@code
 *     Iterable<RestoreJob>}
 */
public interface RestoreWatchPort<W> {

  /** Watches a job. */
  W watch(RestoreJobRef ref);

  /** Watches a job, with this policy instead of the client's. */
  W watch(RestoreJobRef ref, PollPolicy policy);
}
