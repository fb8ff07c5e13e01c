package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.testkit.contract.CancellablePort;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Running;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Runs the contract of the port on Reactor Netty. */
class ReactorRestoreJobsTest extends RestoreJobPortContract {

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return cancellable(ReactorRestoreJobs.create(config), () -> {});
    }
    TestNativeClient nativeClient = TestNativeClient.of(kind);
    return cancellable(
        ReactorRestoreJobs.create(config, nativeClient.client()), nativeClient::close);
  }

  private static CancellablePort cancellable(ReactorRestoreJobs jobs, Runnable closeNativeClient) {
    return CancellablePort.of(
        OpenPort.of(
            jobs,
            mono -> ((Mono<?>) mono).blockOptional().orElseThrow(),
            () -> {
              jobs.close();
              closeNativeClient.run();
            }),
        Map.of("get", ref -> Running.of(jobs.get(ref).toFuture())),
        Map.of(
            "awaitCompletion",
            ref -> Running.of(jobs.awaitCompletion(ref).toFuture()),
            "watch",
            ref -> Running.of(jobs.watch(ref).last().toFuture()),
            "awaitAll",
            ref -> Running.of(jobs.awaitAll(List.of(ref)).toFuture())),
        (ref, target, options) -> Running.of(jobs.download(ref, target, options).toFuture()));
  }
}
