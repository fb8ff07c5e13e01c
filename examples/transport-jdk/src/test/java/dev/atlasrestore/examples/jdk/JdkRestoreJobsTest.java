package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.testkit.contract.CancellablePort;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs the contract of ports on the JDK's HTTP client. */
class JdkRestoreJobsTest extends RestoreJobPortContract {

  @Override
  protected Traits traits() {
    return JdkTraits.traits();
  }

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    JdkRestoreJobs jobs =
        kind instanceof ClientKind.Own
            ? JdkRestoreJobs.create(config)
            : JdkRestoreJobs.create(config, HttpClients.supplied(kind));
    return CancellablePort.of(
        OpenPort.of(jobs, JdkRestoreJobsTest::await, jobs::close),
        Map.of("get", ref -> Running.of(jobs.get(ref))),
        Map.of(
            "awaitCompletion", ref -> Running.of(jobs.awaitCompletion(ref)),
            "awaitAll", ref -> Running.of(jobs.awaitAll(List.of(ref)))));
  }

  private static Object await(Object result) {
    try {
      return Running.of((CompletableFuture<?>) result).await();
    } catch (InterruptedException e) {
      throw new AssertionError("no test interrupts this thread", e);
    }
  }
}
