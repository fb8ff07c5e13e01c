package dev.atlasrestore.examples.jdk;

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
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.protocol.RestoreJobCalls;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads restore jobs and downloads their files with the JDK's HTTP client. Every method starts a
 * call and returns its result as a {@link CompletableFuture}. Safe for use by many threads.
 *
 * <p>{@code cancel}, {@code orTimeout} and every other method that completes the returned future
 * also ends the call and its request. A future that is derived from it, for example by {@code
 * thenApply}, does not.
 *
 * <p>Start the JVM with {@code -Djdk.httpclient.redirects.retrylimit=1}. Otherwise the JDK's client
 * by itself repeats a request up to four times if its connection ends before the response.
 *
 * <p>Dependent actions run in the common pool of the JVM, and so does {@code onPoll}.
 */
public final class JdkRestoreJobs
    implements RestoreJobPort<CompletableFuture<RestoreJob>>,
        RestoreJobListPort<CompletableFuture<List<RestoreJob>>>,
        RestoreBatchPort<CompletableFuture<List<RestoreJob>>>,
        RestoreDownloadPort<CompletableFuture<DownloadedArchive>>,
        AutoCloseable {

  private final RestoreJobCalls calls;
  private final JdkRunner runner;

  private JdkRestoreJobs(AtlasConfig config, JdkRunner runner) {
    this.calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    this.runner = runner;
  }

  /** Creates a client with an HTTP client of its own, which {@link #close()} closes. */
  public static JdkRestoreJobs create(AtlasConfig config) {
    HttpClient own =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeouts().connect())
            .build();
    return new JdkRestoreJobs(config, JdkRunner.onOwnClient(own));
  }

  /**
   * Creates a client that uses an HTTP client of yours, which stays open. It must not follow
   * redirects and must have no authenticator and no cookie handler. Its executor writes the files
   * of downloads, so the threads must be allowed to block; those of the default executor are.
   */
  public static JdkRestoreJobs create(AtlasConfig config, HttpClient client) {
    return new JdkRestoreJobs(config, JdkRunner.onSuppliedClient(client));
  }

  @Override
  public CompletableFuture<RestoreJob> get(RestoreJobRef ref) {
    return runner.run(calls.get(ref));
  }

  @Override
  public CompletableFuture<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    return runner.run(calls.awaitCompletion(ref));
  }

  @Override
  public CompletableFuture<RestoreJob> awaitCompletion(
      RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return runner.run(calls.awaitCompletion(ref, onPoll));
  }

  @Override
  public CompletableFuture<RestoreJob> awaitCompletion(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll) {
    return runner.run(calls.awaitCompletion(ref, policy, onPoll));
  }

  @Override
  public CompletableFuture<RestoreJob> awaitDownload(RestoreJobRef ref) {
    return runner.run(calls.awaitDownload(ref));
  }

  @Override
  public CompletableFuture<RestoreJob> awaitDownload(RestoreJobRef ref, PollPolicy policy) {
    return runner.run(calls.awaitDownload(ref, policy));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The pauses of the waits overlap; their requests are sent one after another.
   */
  @Override
  public CompletableFuture<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    return runner.run(calls.awaitAll(refs));
  }

  @Override
  public CompletableFuture<List<RestoreJob>> awaitBatch(ClusterRef cluster, String batchId) {
    return runner.run(calls.awaitBatch(cluster, batchId));
  }

  @Override
  public CompletableFuture<List<RestoreJob>> awaitAll(
      Collection<RestoreJobRef> refs, PollPolicy policy) {
    return runner.run(calls.awaitAll(refs, policy));
  }

  @Override
  public CompletableFuture<List<RestoreJob>> awaitBatch(
      ClusterRef cluster, String batchId, PollPolicy policy) {
    return runner.run(calls.awaitBatch(cluster, batchId, policy));
  }

  @Override
  public CompletableFuture<List<RestoreJob>> list(ClusterRef cluster) {
    return runner.run(calls.list(cluster));
  }

  @Override
  public CompletableFuture<List<RestoreJob>> list(ClusterRef cluster, String batchId) {
    return runner.run(calls.list(cluster, batchId));
  }

  @Override
  public CompletableFuture<DownloadedArchive> download(RestoreJobRef ref, Path target) {
    return runner.run(calls.download(ref, target));
  }

  @Override
  public CompletableFuture<DownloadedArchive> download(
      RestoreJobRef ref, Path target, DownloadOptions options) {
    return runner.run(calls.download(ref, target, options));
  }

  /**
   * Ends the calls in flight. From Java 21 on, also closes the HTTP client that {@link
   * #create(AtlasConfig)} created. On older versions its idle connections end at the timeout of the
   * JDK's client. A supplied client stays open.
   */
  @Override
  public void close() {
    runner.close();
  }
}
