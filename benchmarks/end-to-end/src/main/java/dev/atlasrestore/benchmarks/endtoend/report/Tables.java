package dev.atlasrestore.benchmarks.endtoend.report;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.Kind;
import java.util.List;
import java.util.Optional;

/** What was measured, contestant by contestant. */
final class Tables {

  private static final String WHOLE = "%,.0f";
  private static final String ONE_DIGIT = "%,.1f";
  private static final String TWO_DIGITS = "%,.2f";

  private final Results results;

  Tables(Results results) {
    this.results = results;
  }

  /** Everything about one load. */
  String load(List<String> scenarios) {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "contestant",
                "requests a fetch",
                "fetches/s",
                "CPU µs a fetch",
                "KiB a fetch",
                "p50 ms",
                "p99 ms",
                "failed"));
    for (String scenario : scenarios) {
      for (Contestant contestant : Contestant.values()) {
        if (results.of(scenario, contestant, Metric.THROUGHPUT).isPresent()) {
          table.append(load(scenario, contestant));
        }
      }
    }
    return table.toString();
  }

  private String load(String scenario, Contestant contestant) {
    String title = contestant.title();
    if (contestant.kind() == Kind.FLOOR && contestant != Contestant.RAW) {
      title += scenario.equals(Filed.UNDECODED) ? ", nothing decoded" : " + the same decoding";
    }
    return Words.row(
        title,
        Words.median(perFetch(scenario, contestant), TWO_DIGITS),
        Words.range(results.of(scenario, contestant, Metric.THROUGHPUT), WHOLE),
        Words.range(results.ofFetches(scenario, contestant, Metric.CPU), ONE_DIGIT),
        Words.median(results.ofFetches(scenario, contestant, Metric.KIB), ONE_DIGIT),
        Words.median(results.ofFetches(scenario, contestant, Metric.P50), TWO_DIGITS),
        Words.median(results.ofFetches(scenario, contestant, Metric.P99), TWO_DIGITS),
        Words.most(results.of(scenario, contestant, Metric.ERRORS), WHOLE));
  }

  /** Requests and failures where nonces do not live for ever, without a network and behind one. */
  String expiry() {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "contestant",
                "dying: requests a fetch",
                "failed",
                "strict: requests a fetch",
                "failed",
                "dying, 20 ms",
                "failed",
                "strict, 20 ms",
                "failed"));
    for (Contestant contestant : Contestant.values()) {
      if (contestant.kind() == Kind.FLOOR) {
        continue;
      }
      table.append("| ").append(contestant.title()).append(" |");
      for (String scenario :
          List.of(
              Filed.DYING, Filed.STRICT, Filed.delayed(Filed.DYING), Filed.delayed(Filed.STRICT))) {
        table
            .append(' ')
            .append(Words.range(perFetch(scenario, contestant), TWO_DIGITS))
            .append(" | ")
            .append(Words.most(results.of(scenario, contestant, Metric.ERRORS), WHOLE))
            .append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  String waits() {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "transport",
                "heap of a wait, bytes",
                "of that the job last seen",
                "threads added by all",
                "left of each after cancelling",
                "CPU µs a poll"));
    for (Contestant ours : List.of(Contestant.OUR_REACTOR, Contestant.OUR_VERTX)) {
      table.append(
          Words.row(
              ours.title(),
              Words.range(results.of(Filed.WAITS, ours, Metric.WAIT_BYTES), WHOLE),
              Words.range(results.of(Filed.WAITS, ours, Metric.JOB_BYTES), WHOLE),
              Words.range(results.of(Filed.WAITS, ours, Metric.WAIT_THREADS), WHOLE),
              Words.range(results.of(Filed.WAITS, ours, Metric.LEFT_BYTES), WHOLE),
              Words.range(results.of(Filed.WAITS, ours, Metric.POLL_CPU), WHOLE)));
    }
    return table.toString();
  }

  String firstFetch() {
    StringBuilder table =
        new StringBuilder(
            Words.head(
                "transport",
                "bare stack, plain GET + the same decoding, ms",
                "ours, one request, ms",
                "ratio",
                "ours, challenge and second request included, ms"));
    Goals.STACKS.forEach(
        (ours, plain) ->
            table.append(
                Words.row(
                    ours.title(),
                    Words.range(results.of(Filed.FIRST_OPEN, plain, Metric.FIRST), WHOLE),
                    Words.range(results.of(Filed.FIRST_OPEN, ours, Metric.FIRST), WHOLE),
                    Words.range(
                        results.ratio(Filed.FIRST_OPEN, Metric.FIRST, ours, plain), TWO_DIGITS),
                    Words.range(results.of(Filed.FIRST_ASKED, ours, Metric.FIRST), WHOLE))));
    return table.toString();
  }

  private Optional<Spread> perFetch(String scenario, Contestant contestant) {
    return results.quotient(scenario, contestant, Metric.REQUESTS, Metric.FETCHES);
  }
}
