package dev.atlasrestore.benchmarks.endtoend.harness;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.load.Measurement;
import dev.atlasrestore.benchmarks.endtoend.report.Metric;
import dev.atlasrestore.benchmarks.endtoend.report.Results;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import dev.atlasrestore.benchmarks.endtoend.server.Tally;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The contestants' turns. In each generation every contestant gets a fresh JVM and is warmed up;
 * then they take turns, scenario by scenario, A B C, round after round. What is compared is thus
 * measured within seconds, nobody runs in code that was compiled for somebody else, and each
 * generation draws the compiler's lot anew.
 */
final class Turns {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Server server;
  private final Results results;
  private final Path log;
  private final PrintStream out;
  private int missing;

  Turns(Server server, Results results, Path log, PrintStream out) {
    this.server = server;
    this.results = results;
    this.log = log;
    this.out = out;
  }

  /**
   * Makes what is not yet made of these rounds; gives how many turns failed. What peers cannot do
   * is their own affair.
   */
  int generation(List<Integer> rounds, Plan plan, List<Scenario> scenarios) throws IOException {
    Map<Contestant, Child> workers = new EnumMap<>(Contestant.class);
    missing = 0;
    try {
      for (Contestant contestant : Contestant.values()) {
        if (isDue(contestant, rounds, scenarios)) {
          start(contestant, plan.warmUp(contestant, scenarios), workers);
        }
      }
      for (int round : rounds) {
        round(round, scenarios, workers);
      }
    } finally {
      workers.values().forEach(Child::close);
    }
    return missing;
  }

  private void round(int round, List<Scenario> scenarios, Map<Contestant, Child> workers)
      throws IOException {
    for (Scenario scenario : scenarios) {
      for (Map.Entry<Contestant, Child> worker : workers.entrySet()) {
        if (isDue(scenario, worker.getKey(), round)) {
          turn(scenario, worker.getKey(), round, worker.getValue());
        }
      }
    }
  }

  private boolean isDue(Contestant contestant, List<Integer> rounds, List<Scenario> scenarios) {
    return scenarios.stream()
        .anyMatch(
            scenario -> rounds.stream().anyMatch(round -> isDue(scenario, contestant, round)));
  }

  private boolean isDue(Scenario scenario, Contestant contestant, int round) {
    return scenario.contestants().contains(contestant)
        && !results.has(scenario.name(), contestant, round);
  }

  private void start(Contestant contestant, List<Run> warmUp, Map<Contestant, Child> workers)
      throws IOException {
    Child worker =
        Child.start(log, Worker.class, contestant.name(), Integer.toString(server.port()));
    try {
      worker.read(PATIENCE);
      server.obey(Rules.TOLERANT);
      for (Run run : warmUp) {
        worker.ask(run.toLine(), PATIENCE);
      }
      workers.put(contestant, worker);
    } catch (IOException e) {
      worker.close();
      failed(contestant);
      out.println(contestant + " does not take part in this round: " + e);
    }
  }

  /** A contestant that fails loses this turn, and is seen as missing in the tables. */
  private void turn(Scenario scenario, Contestant contestant, int round, Child worker)
      throws IOException {
    server.obey(scenario.rules());
    try {
      worker.ask(scenario.warmUp().toLine(), PATIENCE);
      Tally before = server.tally();
      Measurement measured = Measurement.ofLine(worker.ask(scenario.run().toLine(), PATIENCE));
      Tally seen = server.tally().since(before);
      if (measured.errors() > 0) {
        failed(contestant);
      }
      results.add(scenario.name(), contestant, round, figures(measured, seen));
      out.printf(
          "%d %-16s %-14s %7.0f/s %6.1f us %6.1f KiB p50 %7.3f p99 %8.3f ms  %.3f req/fetch  %d"
              + " errors %s%n",
          round,
          scenario.name(),
          contestant,
          measured.throughput(),
          measured.cpuMicros(),
          measured.kibibytes(),
          measured.p50Millis(),
          measured.p99Millis(),
          seen.requests() / (double) Math.max(1, measured.fetches()),
          measured.errors(),
          measured.firstError());
    } catch (IOException e) {
      failed(contestant);
      out.println(contestant + " gave nothing for " + scenario.name() + ": " + e);
    }
  }

  private void failed(Contestant contestant) {
    if (contestant.kind() != Contestant.Kind.PEER) {
      missing++;
    }
  }

  private static Map<Metric, Double> figures(Measurement measured, Tally seen) {
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.FETCHES, (double) measured.fetches());
    figures.put(Metric.ERRORS, (double) measured.errors());
    figures.put(Metric.THROUGHPUT, measured.throughput());
    figures.put(Metric.CPU, measured.cpuMicros());
    figures.put(Metric.KIB, measured.kibibytes());
    figures.put(Metric.P50, measured.p50Millis());
    figures.put(Metric.P99, measured.p99Millis());
    figures.put(Metric.REQUESTS, (double) seen.requests());
    figures.put(Metric.CONNECTIONS, (double) seen.connections());
    return figures;
  }
}
