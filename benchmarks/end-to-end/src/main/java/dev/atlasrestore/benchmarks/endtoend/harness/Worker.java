package dev.atlasrestore.benchmarks.endtoend.harness;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Decoding;
import dev.atlasrestore.benchmarks.endtoend.contestant.Service;
import dev.atlasrestore.benchmarks.endtoend.load.Fetcher;
import dev.atlasrestore.benchmarks.endtoend.load.Limit;
import dev.atlasrestore.benchmarks.endtoend.load.Load;
import dev.atlasrestore.benchmarks.endtoend.load.Measurement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * A contestant in a JVM of its own: what others do leaves no trace in its compiled code or heap.
 *
 * <p>Obeys lines of its standard input, each a {@link Run}, and answers each with one line, what
 * was measured. Runs share one client for each way of decoding, but for those that want a fresh
 * one; one that calls at once may spoil is kept for one scenario only. Ends with its input.
 */
public final class Worker {

  private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();
  private static final int SLICE_MILLIS = 500;
  private static final int QUIET_SLICES = 4;

  /** This much of a slice may go into compiling when all is quiet. */
  private static final double QUIET = 0.02;

  private static final int ENOUGH_FETCHES = 60_000;

  private final Contestant contestant;
  private final Service service;
  private final Load load = new Load();
  private final Map<Decoding, Fetcher> kept = new EnumMap<>(Decoding.class);

  private Worker(Contestant contestant, Service service) {
    this.contestant = contestant;
    this.service = service;
  }

  /** Takes the contestant and the server's port. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Worker worker =
        new Worker(Contestant.valueOf(arguments[0]), new Service(Integer.parseInt(arguments[1])));
    out.println("ready");
    worker.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out);
    System.exit(0); // without waiting for what a contestant may have left running
  }

  private void obey(BufferedReader in, PrintStream out) throws IOException, InterruptedException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(measured(Run.ofLine(line)).toLine());
    }
  }

  private Measurement measured(Run run) throws InterruptedException {
    if (!run.isFresh()) {
      if (run.how() == Run.How.FIRST_MILLIS && contestant.isSpoiltByCallsAtOnce()) {
        forget(run.decoding());
      }
      Fetcher fetcher =
          kept.computeIfAbsent(run.decoding(), decoding -> contestant.open(service, decoding));
      return run.how() == Run.How.UNTIL_WARM
          ? warmedUp(fetcher, run)
          : load.run(fetcher, run.callers(), limit(run));
    }
    try (Fetcher fetcher = contestant.open(service, run.decoding())) {
      return load.run(fetcher, run.callers(), limit(run));
    }
  }

  private void forget(Decoding decoding) {
    Fetcher spoilt = kept.remove(decoding);
    if (spoilt != null) {
      spoilt.close();
    }
  }

  /**
   * Until the compilers have had hardly anything to do for a while, and enough was fetched for them
   * to know what to do; or until the time is over.
   */
  private Measurement warmedUp(Fetcher fetcher, Run run) throws InterruptedException {
    Limit time = Limit.ofMillis(run.amount());
    long slice = Math.min(SLICE_MILLIS, run.amount());
    Measurement last;
    long fetches = 0;
    int quiet = 0;
    do {
      long before = COMPILERS.getTotalCompilationTime();
      last = load.run(fetcher, run.callers(), Limit.ofMillis(slice));
      long compiling = COMPILERS.getTotalCompilationTime() - before;
      fetches += last.fetches();
      quiet = compiling > slice * QUIET ? 0 : quiet + 1;
    } while ((quiet < QUIET_SLICES || fetches < ENOUGH_FETCHES) && time.admitsOneMore());
    return last;
  }

  private static Limit limit(Run run) {
    return run.isFresh() ? Limit.ofFetches(run.amount()) : Limit.ofMillis(run.amount());
  }
}
