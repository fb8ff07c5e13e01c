package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.contract.CancellablePort;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import jakarta.ws.rs.client.Client;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Runs the contract of restore job clients. */
class JerseyRestoreJobsContractTest extends RestoreJobPortContract {

  @Override
  protected Traits traits() {
    return Traits.keepsAll()
        .without(
            "1.head",
            ClientKind.supplied(),
            "Apache's client accepts a header section that is cut off by the end of the connection")
        .without(
            "1.silent",
            ClientKind.supplied(),
            "the connection pool of a supplied client is not accessible")
        .without(
            "2.idn",
            ClientKind.supplied(),
            "Jersey's connector for Apache's client cannot send to a host that begins with xn--")
        .without(
            "3.head",
            ClientKind.supplied(),
            "a request that waits for the header section cannot be cancelled")
        .without(
            "4.plain",
            ClientKind.supplied(),
            "Apache's client skips lines that are not HTTP until the connection ends")
        .without(
            "36.garbage",
            "Apache's client skips lines that are not HTTP, and then calls the response too large")
        .without(
            "6.unasked",
            ClientKind.supplied(),
            "Apache's client takes unsolicited data on a pooled connection for the next response")
        .without(
            "6",
            ClientKind.supplied(),
            "a client with default settings repeats requests by itself");
  }

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return cancellable(JerseyRestoreJobs.create(config), () -> {});
    }
    Client client = TestClients.of(kind);
    return cancellable(JerseyRestoreJobs.create(config, client), client::close);
  }

  private static CancellablePort cancellable(JerseyRestoreJobs jobs, Runnable closeClient) {
    return CancellablePort.of(
        OpenPort.of(
            jobs,
            () -> {
              jobs.close();
              closeClient.run();
            }),
        Map.of("get", ref -> Running.interruptible(() -> jobs.get(ref))),
        Map.of(
            "awaitCompletion",
            ref -> Running.interruptible(() -> jobs.awaitCompletion(ref)),
            "watch",
            ref -> Running.interruptible(() -> last(jobs.watch(ref))),
            "awaitAll",
            ref -> Running.interruptible(() -> jobs.awaitAll(List.of(ref)))),
        (ref, target, options) -> Running.interruptible(() -> jobs.download(ref, target, options)));
  }

  private static RestoreJob last(Iterable<RestoreJob> watch) {
    Iterator<RestoreJob> polls = watch.iterator();
    RestoreJob last = polls.next();
    while (polls.hasNext()) {
      last = polls.next();
    }
    return last;
  }
}
