package dev.atlasrestore.benchmarks.endtoend.harness;

import static dev.atlasrestore.benchmarks.endtoend.contestant.Decoding.JSONB;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.report.Page;
import dev.atlasrestore.benchmarks.endtoend.report.Report;
import dev.atlasrestore.benchmarks.endtoend.report.Results;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures everything that a plan names, and writes the tables. */
public final class Benchmarks {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String RESULTS = "results.tsv";

  private final Plan plan;
  private final Optional<Path> page;
  private final Path log;
  private final Results results;
  private final PrintStream out = System.out;
  private int missing;

  private Benchmarks(Plan plan, Path folder, Optional<Path> page) throws IOException {
    this.plan = plan;
    this.page = page;
    this.log = folder.resolve("processes.log");
    this.results = Results.in(folder.resolve(RESULTS));
  }

  /**
   * Takes the plan ({@code full}, {@code short} or {@code smoke}); the folder for results; whether
   * to begin a {@code new} run there or to {@code resume} one that was broken off; the page to
   * write the tables into, or {@code -}. Then, if need be, regular expressions that say which
   * scenarios and which contestants are wanted.
   */
  public static void main(String[] arguments) throws IOException {
    Optional<Path> page = Optional.of(arguments[3]).filter(name -> !name.equals("-")).map(Path::of);
    Plan plan = Plan.named(arguments[0]);
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    if (arguments[2].equals("new")) {
      Files.deleteIfExists(folder.resolve(RESULTS));
    }
    Benchmarks benchmarks = new Benchmarks(plan, folder, page);
    String scenarios = arguments.length < 5 ? ".*" : arguments[4];
    String contestants = arguments.length < 6 ? ".*" : arguments[5];
    benchmarks.measure(
        plan.scenarios().stream()
            .filter(scenario -> scenario.name().matches(scenarios))
            .map(scenario -> scenario.only(contestants))
            .toList(),
        "waits".matches(scenarios),
        "first".matches(scenarios));
    if (page.isEmpty()) {
      benchmarks.out.println(new Report(benchmarks.results).markdown(""));
    }
    if (benchmarks.missing > 0) {
      throw new IllegalStateException(benchmarks.missing + " measurements failed, see above");
    }
  }

  /** Writes down after each part what there is so far. */
  private void measure(List<Scenario> scenarios, boolean waits, boolean first) throws IOException {
    try (Server server = Server.start(log)) {
      if (first) {
        warmUp(server);
        missing += new FirstFetches(server, results, log, out).measure(plan.firstFetches());
        report();
      }
      if (waits) {
        missing +=
            new ManyWaits(server, results, log, out).measure(plan.waitRounds(), plan.waits());
        report();
      }
      Turns turns = new Turns(server, results, log, out);
      for (int generation = 0; generation < plan.generations(); generation++) {
        int before = generation * plan.rounds();
        List<Integer> rounds =
            IntStream.rangeClosed(before + 1, before + plan.rounds()).boxed().toList();
        missing += turns.generation(rounds, plan, scenarios);
        report();
      }
    }
  }

  /** Or it would be the server's cold code that first fetches are measured by. */
  private void warmUp(Server server) throws IOException {
    for (Contestant contestant : List.of(Contestant.RAW, Contestant.OUR_REACTOR)) {
      try (Child child =
          Child.start(log, Worker.class, contestant.name(), Integer.toString(server.port()))) {
        child.read(PATIENCE);
        server.obey(Rules.TOLERANT);
        child.ask(new Run(Run.How.MILLIS, plan.warmUpMillis() / 5, 8, JSONB).toLine(), PATIENCE);
      }
    }
  }

  private void report() throws IOException {
    if (page.isPresent()) {
      Page.write(page.get(), new Report(results)::markdown);
    }
  }
}
