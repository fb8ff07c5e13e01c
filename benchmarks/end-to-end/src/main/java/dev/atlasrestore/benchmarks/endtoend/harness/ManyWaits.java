package dev.atlasrestore.benchmarks.endtoend.harness;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.report.Filed;
import dev.atlasrestore.benchmarks.endtoend.report.Metric;
import dev.atlasrestore.benchmarks.endtoend.report.Results;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import dev.atlasrestore.benchmarks.endtoend.server.Rules.Admission;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What very many waits at once cost, on the transports that hold no thread for a wait. */
final class ManyWaits {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<Metric> PRINTED =
      List.of(
          Metric.WAIT_BYTES,
          Metric.JOB_BYTES,
          Metric.WAIT_THREADS,
          Metric.LEFT_BYTES,
          Metric.POLL_CPU);

  private final Server server;
  private final Results results;
  private final Path log;
  private final PrintStream out;
  private int missing;

  ManyWaits(Server server, Results results, Path log, PrintStream out) {
    this.server = server;
    this.results = results;
    this.log = log;
    this.out = out;
  }

  /** Measures what is not yet measured; gives how much of it failed. */
  int measure(int rounds, int waits) throws IOException {
    server.obey(new Rules(Admission.TOLERANT, 0, true));
    for (int round = 1; round <= rounds; round++) {
      for (Contestant contestant : List.of(Contestant.OUR_REACTOR, Contestant.OUR_VERTX)) {
        if (!results.has(Filed.WAITS, contestant, round)) {
          measure(contestant, round, waits);
        }
      }
    }
    return missing;
  }

  private void measure(Contestant contestant, int round, int waits) throws IOException {
    try (Child child =
        Child.start(
            log,
            Waiting.class,
            contestant.name(),
            Integer.toString(server.port()),
            Integer.toString(waits))) {
      String line = child.read(PATIENCE);
      String[] words = line.split(" ", -1);
      Map<Metric, Double> figures = new EnumMap<>(Metric.class);
      for (int i = 0; i < PRINTED.size(); i++) {
        figures.put(PRINTED.get(i), Double.parseDouble(words[i]));
      }
      results.add(Filed.WAITS, contestant, round, figures);
      out.println(Filed.WAITS + " " + contestant + " " + figures);
    } catch (IOException | NumberFormatException e) {
      missing++;
      out.println(contestant + " gave nothing for " + Filed.WAITS + ": " + e);
    }
  }
}
