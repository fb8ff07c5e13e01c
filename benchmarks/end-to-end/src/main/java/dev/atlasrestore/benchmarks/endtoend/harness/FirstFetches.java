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
import java.util.List;
import java.util.Map;

/**
 * How long a cold JVM takes to its first job, each transport beside its bare stack, in turn.
 *
 * <p>Ours is measured twice. Against a server that asks for no credentials it makes one request,
 * like the bare stack: that is the first fetch without its second request. Against one that asks
 * for them it makes two, and reads a challenge and signs in between.
 */
final class FirstFetches {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<Contestant> CONTESTANTS =
      List.of(
          Contestant.PLAIN_REACTOR,
          Contestant.OUR_REACTOR,
          Contestant.PLAIN_VERTX,
          Contestant.OUR_VERTX,
          Contestant.PLAIN_JERSEY,
          Contestant.OUR_JERSEY);

  private final Server server;
  private final Results results;
  private final Path log;
  private final PrintStream out;
  private int missing;

  FirstFetches(Server server, Results results, Path log, PrintStream out) {
    this.server = server;
    this.results = results;
    this.log = log;
    this.out = out;
  }

  /** Measures what is not yet measured; gives how much of it failed. */
  int measure(int rounds) throws IOException {
    for (int round = 1; round <= rounds; round++) {
      for (Contestant contestant : CONTESTANTS) {
        measure(Filed.FIRST_OPEN, new Rules(Admission.OPEN, 0, false), contestant, round);
        if (contestant.kind() == Contestant.Kind.OURS) {
          measure(Filed.FIRST_ASKED, Rules.TOLERANT, contestant, round);
        }
      }
    }
    return missing;
  }

  private void measure(String name, Rules rules, Contestant contestant, int round)
      throws IOException {
    if (results.has(name, contestant, round)) {
      return;
    }
    server.obey(rules);
    try (Child child =
        Child.start(log, FirstFetch.class, contestant.name(), Integer.toString(server.port()))) {
      double millis = Long.parseLong(child.read(PATIENCE)) / 1e6;
      results.add(name, contestant, round, Map.of(Metric.FIRST, millis));
      out.printf("%d %-12s %-14s %7.1f ms%n", round, name, contestant, millis);
    } catch (IOException | NumberFormatException e) {
      missing++;
      out.println(contestant + " gave nothing for " + name + ": " + e);
    }
  }
}
