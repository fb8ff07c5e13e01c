package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.CancellablePort;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Running;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Runs the contract of the port on Reactor Netty. */
class ReactorRestoreJobsTest extends RestoreJobPortContract {

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return new Blocking(ReactorRestoreJobs.create(config), () -> {});
    }
    TestNativeClient nativeClient = TestNativeClient.of(kind);
    return new Blocking(
        ReactorRestoreJobs.create(config, nativeClient.client()), nativeClient::close);
  }

  /** The blocking view that the contract needs. */
  private record Blocking(ReactorRestoreJobs jobs, Runnable closeNativeClient)
      implements CancellablePort, RestoreBatchPort<List<RestoreJob>> {

    @Override
    public RestoreJob get(RestoreJobRef ref) {
      return await(jobs.get(ref));
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref) {
      return await(jobs.awaitCompletion(ref));
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
      return await(jobs.awaitCompletion(ref, onPoll));
    }

    @Override
    public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
      return await(jobs.awaitAll(refs));
    }

    private static <T> T await(Mono<T> mono) {
      return mono.blockOptional().orElseThrow();
    }

    @Override
    public Map<String, Function<RestoreJobRef, Running<?>>> reads() {
      return Map.of("get", ref -> new Subscribed(jobs.get(ref)));
    }

    @Override
    public Map<String, Function<RestoreJobRef, Running<?>>> waits() {
      return Map.of(
          "awaitCompletion",
          ref -> new Subscribed(jobs.awaitCompletion(ref)),
          "watch",
          ref -> new Subscribed(jobs.watch(ref).last()),
          "awaitAll",
          ref -> new Subscribed(jobs.awaitAll(List.of(ref))));
    }

    @Override
    public void close() {
      jobs.close();
      closeNativeClient.run();
    }
  }

  /** A call with one subscriber, which is cancelled with its future. */
  private record Subscribed(CompletableFuture<Object> future) implements Running<Object> {

    private Subscribed(Mono<?> mono) {
      this(mono.<Object>map(value -> value).toFuture());
    }

    @Override
    public Object await() {
      return future.join();
    }

    @Override
    public void cancel() {
      future.cancel(true);
    }
  }
}
