package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RestoreWatchPort;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.ListenerNotifier;
import dev.atlasrestore.internal.step.Steps;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The whole protocol as calls, for every transport: requests, digest authentication, decoding,
 * retries and waits.
 *
 * <p>One instance belongs to one client. Its calls share remembered nonces, the retry budget and
 * the rate limiter for polls, and nothing else. It holds no thread, no connection and no clock, so
 * it does not need to be closed. Safe for use by many threads.
 */
public final class RestoreJobCalls
    implements RestoreJobPort<Call<RestoreJob>>,
        RestoreJobListPort<Call<List<RestoreJob>>>,
        RestoreBatchPort<Call<List<RestoreJob>>>,
        RestoreWatchPort<Call<PollResult>>,
        RestoreDownloadPort<Call<DownloadedArchive>> {

  private final JobGet get;
  private final JobList list;
  private final JobWaiter waiter;
  private final JobDownload download;

  /**
   * Creates the calls of one client.
   *
   * @param config the service's address, the API key and the policies
   * @param codec decodes the bodies of responses
   * @throws IllegalArgumentException if the address is plain {@code http}, is not on this machine,
   *     and {@link AtlasConfig#withPlainHttp} does not allow it
   */
  public RestoreJobCalls(AtlasConfig config, RestoreJobCodec codec) {
    this(config, codec, Entropy.seeded());
  }

  RestoreJobCalls(AtlasConfig config, RestoreJobCodec codec, SecureRandom cnonceRandom) {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(codec, "codec");
    PlainHttp.requireAllowed(config);
    ListenerNotifier notifier = new ListenerNotifier(config.listener());
    PollRateLimiter rateLimiter = new PollRateLimiter(config.pollRate());
    JobReader reader = new JobReader(config, codec, cnonceRandom, rateLimiter::recordFailure);
    this.get = new JobGet(config, reader, rateLimiter, notifier);
    this.list = new JobList(config, reader, rateLimiter, notifier);
    this.waiter = new JobWaiter(config, reader, rateLimiter, notifier);
    this.download = new JobDownload(config, reader, rateLimiter, notifier);
  }

  @Override
  public Call<RestoreJob> get(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return now -> get.start(ref, now);
  }

  @Override
  public Call<List<RestoreJob>> list(ClusterRef cluster) {
    Objects.requireNonNull(cluster, "cluster");
    return now -> list.start(cluster, Optional.empty(), now);
  }

  @Override
  public Call<List<RestoreJob>> list(ClusterRef cluster, String batchId) {
    Objects.requireNonNull(cluster, "cluster");
    requireBatchId(cluster, batchId);
    return now -> list.start(cluster, Optional.of(batchId), now);
  }

  private static void requireBatchId(ClusterRef cluster, String batchId) {
    Objects.requireNonNull(batchId, "batchId");
    try {
      cluster.job(batchId); // batch ids and job ids have the same form
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("batchId must be 24 hexadecimal characters", malformed);
    }
  }

  @Override
  public Call<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    return awaitCompletion(ref, job -> {});
  }

  @Override
  public Call<RestoreJob> awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return awaitCompletion(ref, waiter.defaultPolicy(), onPoll);
  }

  @Override
  public Call<RestoreJob> awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return await(ref, WaitGoal.END, policy, onPoll);
  }

  @Override
  public Call<RestoreJob> awaitDownload(RestoreJobRef ref) {
    return awaitDownload(ref, waiter.defaultPolicy());
  }

  @Override
  public Call<RestoreJob> awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return await(ref, WaitGoal.DOWNLOAD, policy, job -> {});
  }

  private Call<RestoreJob> await(
      RestoreJobRef ref, WaitGoal goal, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(onPoll, "onPoll");
    return now -> waiter.await(ref, goal, policy, onPoll, now, now);
  }

  /**
   * Waits for the end of several jobs in one call: the pauses of all waits overlap, their requests
   * are sent one after another. A runner that can execute several calls at the same time uses
   * {@link #batch} instead.
   */
  @Override
  public Call<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    return awaitAll(refs, waiter.defaultPolicy());
  }

  @Override
  public Call<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs, PollPolicy policy) {
    return batch(refs, policy).interleaved();
  }

  /**
   * Lists a batch and waits for the end of its jobs in one call, as {@link #awaitAll} does. A
   * runner that can execute several calls at the same time uses {@link #findBatch} instead.
   */
  @Override
  public Call<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId) {
    return awaitBatch(cluster, batchId, waiter.defaultPolicy());
  }

  @Override
  public Call<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
    Call<RestoreBatch> find = findBatch(cluster, batchId, policy);
    return began -> Steps.flatMap(find, began, (batch, now) -> batch.interleaved().start(now));
  }

  /**
   * Lists the jobs of a batch. The call is done with the wait for these jobs, which has not
   * started.
   */
  public Call<RestoreBatch> findBatch(ClusterRef cluster, String batchId) {
    return findBatch(cluster, batchId, waiter.defaultPolicy());
  }

  /** Lists the jobs of a batch, to wait for them with this policy instead of the client's. */
  public Call<RestoreBatch> findBatch(ClusterRef cluster, String batchId, PollPolicy policy) {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(policy, "policy");
    requireBatchId(cluster, batchId);
    return began ->
        Steps.flatMap(
            now -> list.references(cluster, batchId, now),
            began,
            (refs, now) -> Step.done(batch(refs, policy)));
  }

  /**
   * Waits for the end of several jobs with one call for each job.
   *
   * @param refs the references of the jobs; copied
   */
  public RestoreBatch batch(Collection<RestoreJobRef> refs) {
    return batch(refs, waiter.defaultPolicy());
  }

  /** Waits for the end of several jobs, with this policy instead of the client's. */
  public RestoreBatch batch(Collection<RestoreJobRef> refs, PollPolicy policy) {
    return new RestoreBatch(refs, policy, waiter);
  }

  /**
   * Waits for the end of a job, one poll at a time. The call ends with the first {@link
   * PollResult}; its {@link PollResult#next()} leads to the next one, or ends the wait early.
   * {@link #awaitCompletion} does the same in one call.
   *
   * @param ref the reference of the job
   */
  @Override
  public Call<PollResult> watch(RestoreJobRef ref) {
    return watch(ref, waiter.defaultPolicy());
  }

  @Override
  public Call<PollResult> watch(RestoreJobRef ref, PollPolicy policy) {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(policy, "policy");
    return now -> waiter.poll(ref, policy, job -> {}, now);
  }

  @Override
  public Call<DownloadedArchive> download(RestoreJobRef ref, Path target) {
    return download(ref, target, DownloadOptions.defaults());
  }

  @Override
  public Call<DownloadedArchive> download(RestoreJobRef ref, Path target, DownloadOptions options) {
    Objects.requireNonNull(ref, "ref");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(options, "options");
    return now -> download.start(ref, target, options, now);
  }
}
