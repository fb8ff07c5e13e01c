package dev.atlasrestore;

/**
 * Lists the restore jobs of a cluster. It sends {@code GET
 * /groups/{GROUP-ID}/clusters/{CLUSTER}/restoreJobs}, once for each page of 100 jobs. The rules of
 * {@link RestoreJobPort} for threads, failures and repeated requests apply here too.
 *
 * <p>A list is all pages together, read within {@link Timeouts#call()}. The service may add jobs
 * while the pages are read. A job that several pages hold is in the list once. The list is sorted
 * by {@link RestoreJob#created()}, then by {@link RestoreJob#id()}: the newest job is the last one.
 *
 * <p>To refer to a job of the list, use {@link ClusterRef#job} with its {@link RestoreJob#id()}.
 * The {@link RestoreJob#clusterId()} of a shard's job is the id of the shard, which the service
 * does not accept in a path.
 *
 * <p>If the list has more than 1,000 pages, or if the codec cannot read a page, the call fails with
 * {@link DecodingException}. A job in a list may have fewer members than the job that {@link
 * RestoreJobPort#get} returns.
 *
 * @param <L> the list of jobs, or the type that will hold it
 */
public interface RestoreJobListPort<L> {

  /**
   * Lists all restore jobs of a cluster.
   *
   * @return the jobs, unmodifiable; empty if there are none
   */
  L list(ClusterRef cluster);

  /**
   * Lists the jobs of one batch: the shards and the config servers of one restore of a sharded
   * cluster.
   *
   * @param batchId the batch, see {@link RestoreJob#batchId()}: 24 hexadecimal characters
   * @return the jobs, unmodifiable; empty if there are none
   * @throws IllegalArgumentException if the batch id is malformed; thrown by this method itself,
   *     before any request
   */
  L list(ClusterRef cluster, String batchId);
}
