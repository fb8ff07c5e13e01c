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

  /**
   * Lists the jobs of a batch, and waits for their end as {@link #awaitAll} does. The list is read
   * once, at the start, as {@link RestoreJobListPort#list(ClusterRef, String)} reads it.
   *
   * @param batchId the batch, see {@link RestoreJob#batchId()}: 24 hexadecimal characters
   * @return the jobs with a terminal status, in the order of the list. A batch without jobs fails
   *     with {@link RestoreJobNotFoundException}
   * @throws IllegalArgumentException if the batch id is malformed; thrown by this method itself,
   *     before any request
   * @throws UnsupportedOperationException if this implementation does not list batches; all clients
   *     of this library do
   */
  default L awaitBatch(ClusterRef cluster, String batchId) {
    throw new UnsupportedOperationException(
        getClass().getName() + " does not list batches: override awaitBatch");
  }

  /**
   * Waits like {@link #awaitAll(Collection)}, with this policy instead of the client's.
   *
   * @throws UnsupportedOperationException if this implementation has no policies per call; all
   *     clients of this library have them
   */
  default L awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no policies per call: override awaitAll");
  }

  /**
   * Waits like {@link #awaitBatch(ClusterRef, String)}, with this policy instead of the client's.
   *
   * @throws UnsupportedOperationException if this implementation has no policies per call
   */
  default L awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no policies per call: override awaitBatch");
  }
}
