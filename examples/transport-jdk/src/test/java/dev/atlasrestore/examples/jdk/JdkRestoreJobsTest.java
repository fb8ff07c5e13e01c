package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.testkit.contract.CancellablePort;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import java.net.http.HttpClient;
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
    if (kind instanceof ClientKind.Own) {
      return cancellable(JdkRestoreJobs.create(config), () -> {});
    }
    HttpClient client = HttpClients.supplied(kind);
    return cancellable(JdkRestoreJobs.create(config, client), () -> JdkRunner.closeClient(client));
  }

  private static CancellablePort cancellable(JdkRestoreJobs jobs, Runnable closeClient) {
    return CancellablePort.of(
        OpenPort.of(
            jobs,
            JdkRestoreJobsTest::await,
            () -> {
              jobs.close();
              closeClient.run();
            }),
        Map.of("get", ref -> Running.of(jobs.get(ref))),
        Map.of(
            "awaitCompletion", ref -> Running.of(jobs.awaitCompletion(ref)),
            "awaitAll", ref -> Running.of(jobs.awaitAll(List.of(ref)))),
        (ref, target, options) -> Running.of(jobs.download(ref, target, options)));
  }

  private static Object await(Object result) {
    try {
      return Running.of((CompletableFuture<?>) result).await();
    } catch (InterruptedException e) {
      throw new AssertionError("no test interrupts this thread", e);
    }
  }
}
