package dev.atlasrestore.benchmarks.endtoend;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Fetcher;
import dev.atlasrestore.benchmarks.endtoend.contestant.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Measures how long a new JVM takes to create a client and to fetch one job. */
final class FirstFetch {

  private static final RestoreJobRef JOB =
      new RestoreJobRef("5b8e7b0f96e8217d0dbd0d5a", "Cluster0", "5b8e7f1c0000000000000001");

  private FirstFetch() {}

  /**
   * The results of a transport and its stack.
   *
   * @param comparison the two contestants
   * @param millis the times of the transport
   * @param referenceMillis the times of the stack, in the same order
   */
  record Result(Comparison comparison, List<Double> millis, List<Double> referenceMillis) {}

  /** Starts JVMs for both contestants in turn. */
  static Result measure(Comparison comparison, Service service, int times) throws IOException {
    List<Double> millis = new ArrayList<>();
    List<Double> referenceMillis = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      referenceMillis.add(millisInNewJvm(comparison.reference(), service));
      millis.add(millisInNewJvm(comparison.contestant(), service));
    }
    return new Result(comparison, millis, referenceMillis);
  }

  private static double millisInNewJvm(Contestant contestant, Service service) throws IOException {
    Process jvm =
        Processes.start(FirstFetch.class, contestant.name(), Integer.toString(service.port()));
    String nanos = jvm.inputReader().readLine();
    if (nanos == null) {
      throw new IOException("The first fetch of " + contestant + " failed.");
    }
    return Long.parseLong(nanos) / 1e6;
  }

  /**
   * Creates a client, fetches one job, and prints the nanoseconds. Prints nothing after a failure.
   *
   * @param arguments the name of the contestant and the port of the server
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // System.exit would discard the exception
  public static void main(String[] arguments) {
    long start = System.nanoTime();
    try {
      Service service = new Service(Integer.parseInt(arguments[1]));
      fetchJob(Contestant.valueOf(arguments[0]).open(service));
      System.out.println(System.nanoTime() - start);
    } catch (Exception e) {
      e.printStackTrace();
    }
    System.exit(0); // Does not wait for threads of the client.
  }

  private static void fetchJob(Fetcher fetcher) throws Exception {
    if (fetcher instanceof Fetcher.Blocking blocking) {
      blocking.fetch(JOB);
      return;
    }
    CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
    ((Fetcher.Async) fetcher).fetch(JOB, error -> end.complete(Optional.ofNullable(error)));
    if (end.get().isPresent()) {
      throw new ExecutionException(end.get().get());
    }
  }
}
