package dev.atlasrestore.benchmarks.endtoend;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Fetcher;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import dev.atlasrestore.benchmarks.endtoend.server.Rules.Admission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests of a new client in each {@link Scenario}. Times are not measured.
 *
 * @param contestant the client
 * @param windows the results, in the order of the scenarios
 */
record RequestCount(Contestant contestant, List<Window> windows) {

  /** The clients with Digest authentication. */
  static final List<Contestant> CONTESTANTS =
      List.of(
          Contestant.REACTOR,
          Contestant.VERTX,
          Contestant.JERSEY,
          Contestant.OKHTTP,
          Contestant.JETTY,
          Contestant.APACHE,
          Contestant.JERSEY_DIGEST);

  /** The fetches of a new client, and the behaviour of the server. */
  enum Scenario {
    SEQUENTIAL("200 fetches, one after the other", Admission.TOLERANT, 0, 1, 200),
    /** The delay ensures that all calls have started before the first response arrives. */
    CONCURRENT("16 fetches at once", Admission.TOLERANT, 20, 16, 16),
    EXPIRING("nonces expire after 50 uses", Admission.EXPIRING, 0, 32, 0),
    STRICT("nonce counts must increase", Admission.STRICT, 0, 32, 0);

    private final String title;
    private final Admission admission;
    private final int delayMillis;
    private final int callers;
    private final int fetches;

    /** Creates a scenario. If {@code fetches} is 0, the plan sets the number of fetches. */
    Scenario(String title, Admission admission, int delayMillis, int callers, int fetches) {
      this.title = title;
      this.admission = admission;
      this.delayMillis = delayMillis;
      this.callers = callers;
      this.fetches = fetches;
    }

    String title() {
      return title;
    }
  }

  static RequestCount measure(Contestant contestant, Server server, Load load, Plan plan)
      throws IOException, InterruptedException {
    List<Window> windows = new ArrayList<>();
    for (Scenario scenario : Scenario.values()) {
      server.follow(new Rules(scenario.admission, scenario.delayMillis));
      int fetches = scenario.fetches > 0 ? scenario.fetches : plan.countedFetches();
      try (Fetcher fetcher = contestant.open(server.service())) {
        windows.add(load.runFetches(fetcher, scenario.callers, fetches));
      }
    }
    return new RequestCount(contestant, windows);
  }
}
