package dev.atlasrestore.benchmarks.endtoend.harness;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Decoding;
import dev.atlasrestore.benchmarks.endtoend.contestant.Service;
import dev.atlasrestore.benchmarks.endtoend.load.Fetcher;
import dev.atlasrestore.benchmarks.endtoend.load.Jobs;
import java.util.concurrent.CompletableFuture;

/**
 * A cold JVM makes a client and fetches one job. Prints how many nanoseconds that took, codec and
 * client included.
 */
public final class FirstFetch {

  private FirstFetch() {}

  /** Takes the contestant and the server's port. */
  public static void main(String[] arguments) throws Exception {
    Jobs jobs = new Jobs();
    long began = System.nanoTime();
    Service service = new Service(Integer.parseInt(arguments[1]));
    Fetcher fetcher = Contestant.valueOf(arguments[0]).open(service, Decoding.JSONB);
    if (fetcher instanceof Fetcher.Blocking blocking) {
      blocking.fetch(jobs.next());
    } else {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      ((Fetcher.Async) fetcher)
          .fetch(
              jobs.next(),
              error -> {
                if (error == null) {
                  ended.complete(null);
                } else {
                  ended.completeExceptionally(error);
                }
              });
      ended.get();
    }
    System.out.println(System.nanoTime() - began);
    System.exit(0); // without waiting for what a contestant may have left running
  }
}
