package dev.atlasrestore;

import java.util.Collection;

/**
 * Waits for several restore jobs together, for example for the shards of one restore, which share a
 * {@link RestoreJob#batchId() batch id}. The rules of {@link RestoreJobPort} for threads, failures
 * and repeated requests apply here too.
 *
 * @param <L> the list of jobs, or the type that will hold it
 */
public interface RestoreBatchPort<L> {

  /**
   * Waits until every job has a terminal status. Each wait follows the rules of {@link
   * RestoreJobPort#awaitCompletion}. Its deadline counts from the start of the batch. Like all
   * waits of a client, the waits share the rate of polls. A job that has ended badly ({@link
   * JobStatus#BROKEN}, {@link JobStatus#KILLED}) is a result.
   *
   * <p>If one wait fails, the others continue. When all have ended, the batch fails with {@link
   * RestoreBatchException}, which holds the jobs that have ended and the failures of the other
   * waits. If the client is closed or the thread is interrupted, the whole batch fails at once with
   * the exception for that.
   *
   * @param refs the jobs to wait for. A job that is named twice is read once. If there are none,
   *     nothing is sent
   * @return the jobs with a terminal status, one for each reference, in the same order
   */
  L awaitAll(Collection<RestoreJobRef> refs);
}
