package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.CancellablePort;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.testkit.contract.RestoreJobPortContract;
import dev.atlasrestore.testkit.contract.Running;
import dev.atlasrestore.testkit.contract.Traits;
import jakarta.ws.rs.client.Client;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

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
            "3.head",
            ClientKind.supplied(),
            "a request that waits for the header section cannot be cancelled")
        .without(
            "4.plain",
            ClientKind.supplied(),
            "Apache's client skips lines that are not HTTP until the connection ends")
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
      return new Blocking(JerseyRestoreJobs.create(config), () -> {});
    }
    Client client = TestClients.of(kind);
    return new Blocking(JerseyRestoreJobs.create(config, client), client::close);
  }

  private record Blocking(JerseyRestoreJobs jobs, Runnable closeClient)
      implements CancellablePort, RestoreBatchPort<List<RestoreJob>> {

    @Override
    public RestoreJob get(RestoreJobRef ref) {
      return jobs.get(ref);
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref) {
      return jobs.awaitCompletion(ref);
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
      return jobs.awaitCompletion(ref, onPoll);
    }

    @Override
    public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
      return jobs.awaitAll(refs);
    }

    @Override
    public Map<String, Function<RestoreJobRef, Running<?>>> reads() {
      return Map.of("get", ref -> Interruptible.of(() -> jobs.get(ref)));
    }

    @Override
    public Map<String, Function<RestoreJobRef, Running<?>>> waits() {
      return Map.of(
          "awaitCompletion",
          ref -> Interruptible.of(() -> jobs.awaitCompletion(ref)),
          "watch",
          ref -> Interruptible.of(() -> last(jobs.watch(ref))),
          "awaitAll",
          ref -> Interruptible.of(() -> jobs.awaitAll(List.of(ref))));
    }

    private static RestoreJob last(Iterable<RestoreJob> watch) {
      Iterator<RestoreJob> polls = watch.iterator();
      RestoreJob last = polls.next();
      while (polls.hasNext()) {
        last = polls.next();
      }
      return last;
    }

    @Override
    public void close() {
      jobs.close();
      closeClient.run();
    }
  }

  /** A call on a thread of its own. An interrupt cancels it. */
  private record Interruptible(Thread thread, FutureTask<Object> task) implements Running<Object> {

    static Interruptible of(Callable<Object> call) {
      FutureTask<Object> task = new FutureTask<>(call);
      Thread thread = new Thread(task, "interruptible");
      thread.setDaemon(true);
      thread.start();
      return new Interruptible(thread, task);
    }

    @Override
    public Object await() throws InterruptedException {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }

    @Override
    public void cancel() {
      thread.interrupt();
    }
  }
}
