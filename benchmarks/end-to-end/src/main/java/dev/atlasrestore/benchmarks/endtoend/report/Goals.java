package dev.atlasrestore.benchmarks.endtoend.report;

import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.JERSEY_DIGEST;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.OUR_JERSEY;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.OUR_REACTOR;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.OUR_VERTX;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.PLAIN_JERSEY;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.PLAIN_REACTOR;
import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.PLAIN_VERTX;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.Kind;
import dev.atlasrestore.benchmarks.endtoend.report.Goal.Judged;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the library promises of its speed, and how it stands. */
final class Goals {

  /** Ours, and the bare stack that each is compared to. */
  static final Map<Contestant, Contestant> STACKS =
      new EnumMap<>(
          Map.of(OUR_REACTOR, PLAIN_REACTOR, OUR_VERTX, PLAIN_VERTX, OUR_JERSEY, PLAIN_JERSEY));

  private static final double FEW = 0.001;

  private final Results results;

  Goals(Results results) {
    this.results = results;
  }

  String table(Parts parts) {
    StringBuilder table = new StringBuilder(Words.head("", "goal", "figures", "verdict"));
    List<Goal> goals =
        List.of(
            roundTrips(),
            expiry(),
            overhead(),
            peers(),
            parts.decode(),
            parts.sign(),
            waits(),
            start());
    goals.forEach(goal -> table.append(goal.row()));
    return table.toString();
  }

  private Goal roundTrips() {
    Goal goal =
        new Goal(
            "P1",
            "N + 1 requests for N fetches (for each thousand, as a nonce is used so often); 16"
                + " first calls at once: at most 17 requests");
    for (Contestant ours : STACKS.keySet()) {
      goal.atMost(
          1,
          name(ours) + " more than N:",
          results.difference(Filed.SEQUENTIAL, ours, Metric.REQUESTS, Metric.FETCHES),
          Judged.MAX);
      goal.atMost(
          17, "16 at once:", results.of(Filed.FIRST_CALLS, ours, Metric.REQUESTS), Judged.MAX);
    }
    return goal;
  }

  private Goal expiry() {
    Goal goal =
        new Goal(
            "P2",
            "nonces that die after 50 uses, and counts that must increase, at 32 callers: at most"
                + " 1.05 requests a fetch, none failed");
    for (Contestant ours : STACKS.keySet()) {
      for (String scenario : List.of(Filed.DYING, Filed.STRICT)) {
        goal.atMost(
            1.05,
            name(ours) + " " + scenario,
            results.quotient(scenario, ours, Metric.REQUESTS, Metric.FETCHES),
            Judged.MAX);
        goal.atMost(0, "failed", results.of(scenario, ours, Metric.ERRORS), Judged.MAX);
      }
    }
    return goal;
  }

  private Goal overhead() {
    Goal goal =
        new Goal(
            "P3",
            "of the bare stack with the same decoding: throughput at least 0.95, CPU at most 1.10"
                + " (Jersey 1.15); with Jackson also on the same client");
    for (String scenario : List.of(Filed.CALLERS_32, Filed.JACKSON)) {
      STACKS.forEach(
          (ours, plain) -> {
            goal.atLeast(
                0.95,
                name(ours) + codec(scenario) + " throughput",
                results.ratio(scenario, Metric.THROUGHPUT, ours, plain));
            goal.atMost(
                ours == OUR_JERSEY ? 1.15 : 1.10,
                "CPU",
                results.ratio(scenario, Metric.CPU, ours, plain),
                Judged.MEDIAN);
          });
    }
    return goal;
  }

  private Goal peers() {
    Goal goal =
        new Goal(
            "P4",
            "CPU at most 0.8 of the best peer's on Reactor and Vert.x; Jersey at least 2.5 times"
                + " the throughput of its own digest feature");
    for (String scenario : List.of(Filed.CALLERS_32, Filed.JACKSON)) {
      Optional<Contestant> best = bestPeer(scenario);
      String whose = codec(scenario) + best.map(peer -> " of " + peer.title()).orElse("");
      for (Contestant ours : List.of(OUR_REACTOR, OUR_VERTX)) {
        goal.atMost(
            0.8,
            name(ours) + whose,
            best.flatMap(peer -> results.ratio(scenario, Metric.CPU, ours, peer)),
            Judged.MEDIAN);
      }
    }
    return goal.atLeast(
        2.5,
        "jersey throughput",
        results.ratio(Filed.CALLERS_32, Metric.THROUGHPUT, OUR_JERSEY, JERSEY_DIGEST));
  }

  private static String codec(String scenario) {
    return scenario.equals(Filed.JACKSON) ? " with Jackson" : "";
  }

  /**
   * Who needs the least processor time, and gets its fetches done: hardly one in a thousand not.
   */
  private Optional<Contestant> bestPeer(String scenario) {
    return Arrays.stream(Contestant.values())
        .filter(each -> each.kind() == Kind.PEER)
        .filter(each -> fetchedInEachRound(scenario, each))
        .filter(
            each ->
                results
                    .quotient(scenario, each, Metric.ERRORS, Metric.FETCHES)
                    .filter(failed -> failed.max() <= FEW)
                    .isPresent())
        .min(Comparator.comparingDouble(each -> cpu(scenario, each)));
  }

  private boolean fetchedInEachRound(String scenario, Contestant contestant) {
    return results
        .of(scenario, contestant, Metric.FETCHES)
        .filter(fetches -> fetches.min() > 0)
        .isPresent();
  }

  private double cpu(String scenario, Contestant contestant) {
    return results
        .of(scenario, contestant, Metric.CPU)
        .map(Spread::median)
        .orElse(Double.MAX_VALUE);
  }

  private Goal waits() {
    Goal goal =
        new Goal(
            "P7",
            "10,000 waits: no thread for a wait; at most 4 KiB of heap each, 1.5 KiB without the"
                + " job last seen; to cancel frees all");
    for (Contestant ours : List.of(OUR_REACTOR, OUR_VERTX)) {
      goal.atMost(
          4.0,
          name(ours) + " KiB",
          results.scaled(Filed.WAITS, ours, Metric.WAIT_BYTES, 1 / 1024.0),
          Judged.MAX);
      goal.atMost(
          1.5 * 1024,
          "bytes without job",
          results.difference(Filed.WAITS, ours, Metric.WAIT_BYTES, Metric.JOB_BYTES),
          Judged.MAX);
      goal.atMost(
          8, "more threads", results.of(Filed.WAITS, ours, Metric.WAIT_THREADS), Judged.MAX);
      goal.atMost(
          64, "bytes left of each", results.of(Filed.WAITS, ours, Metric.LEFT_BYTES), Judged.MAX);
    }
    return goal;
  }

  private Goal start() {
    Goal goal =
        new Goal(
            "P8",
            "a cold JVM's first fetch, its second request excluded: at most 1.15 of the bare"
                + " stack's with the same decoding");
    STACKS.forEach(
        (ours, plain) ->
            goal.atMost(
                1.15,
                name(ours),
                results.ratio(Filed.FIRST_OPEN, Metric.FIRST, ours, plain),
                Judged.MEDIAN));
    return goal;
  }

  static String name(Contestant ours) {
    return switch (ours) {
      case OUR_REACTOR -> "reactor";
      case OUR_VERTX -> "vertx";
      case OUR_JERSEY -> "jersey";
      default -> ours.title();
    };
  }
}
