package dev.atlasrestore.benchmarks.endtoend;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.endtoend.contestant.Fetcher;
import dev.atlasrestore.benchmarks.endtoend.server.Rules;
import dev.atlasrestore.benchmarks.endtoend.server.Rules.Admission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the transports with the HTTP stacks alone and with other clients, in paired windows.
 *
 * <p>All contestants live in this JVM. They are warmed up with a fixed number of fetches. Then the
 * two contestants of each {@link Comparison} take turns in short windows. The ratio of two
 * neighbouring windows is hardly affected by other work on the machine, because both windows suffer
 * from it. The median of many such ratios is the result.
 */
public final class EndToEnd {

  /** The parts of the warm-up. All contestants do one part before the next part starts. */
  private static final int WARM_UP_PARTS = 10;

  private final Plan plan;
  private final Server server;
  private final Load load;
  private final Report report;
  private final Map<Contestant, Fetcher> fetchers = new EnumMap<>(Contestant.class);

  private EndToEnd(Plan plan, Server server, Load load) {
    this.plan = plan;
    this.server = server;
    this.load = load;
    this.report = new Report(plan);
  }

  /**
   * Runs all comparisons and publishes the report. Ends this JVM with status 1 if a fetch of a
   * transport or of a stack has failed.
   *
   * @param arguments the plan ({@code full}, {@code short} or {@code smoke}), then changes of its
   *     parameters, for example {@code windows=80}
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // System.exit would discard the exception
  public static void main(String[] arguments) {
    int status = 1;
    try (Server server = Server.start();
        Load load = new Load(server)) {
      status = new EndToEnd(Plan.of(List.of(arguments)), server, load).run();
    } catch (Exception e) {
      e.printStackTrace();
    }
    System.exit(status); // Does not wait for threads of the clients.
  }

  private int run() throws IOException, InterruptedException {
    for (Contestant contestant : Contestant.values()) {
      fetchers.put(contestant, contestant.open(server.service()));
    }
    server.follow(Rules.TOLERANT);
    warmUp();
    for (Comparison comparison : Comparison.all()) {
      report.add(compare(comparison));
    }
    fetchers.values().forEach(Fetcher::close);
    for (Contestant contestant : RequestCount.CONTESTANTS) {
      report.add(RequestCount.measure(contestant, server, load, plan));
    }
    // Without a challenge, the transport makes one request like the stack alone.
    server.follow(new Rules(Admission.OPEN, 0));
    for (Comparison comparison : Comparison.FIRST_FETCH) {
      report.add(FirstFetch.measure(comparison, server.service(), plan.firstFetches()));
    }
    report.publish();
    return report.hasUnexpectedFailures() ? 1 : 0;
  }

  private void warmUp() throws IOException, InterruptedException {
    for (int part = 1; part <= WARM_UP_PARTS; part++) {
      System.out.println("Warm-up, part " + part + " of " + WARM_UP_PARTS);
      for (Fetcher fetcher : fetchers.values()) {
        load.runFetches(fetcher, plan.callers(), plan.warmUp() / WARM_UP_PARTS);
      }
    }
  }

  private Comparison.Result compare(Comparison comparison)
      throws IOException, InterruptedException {
    // The first window of each contestant is not measured, because connections may have been
    // closed.
    window(comparison.contestant());
    window(comparison.reference());
    List<Window> windows = new ArrayList<>();
    List<Window> referenceWindows = new ArrayList<>();
    for (int i = 0; i < plan.windows(); i++) {
      // The order alternates, so that a steady change of the machine's speed has no effect.
      if (i % 2 == 0) {
        windows.add(window(comparison.contestant()));
        referenceWindows.add(window(comparison.reference()));
      } else {
        referenceWindows.add(window(comparison.reference()));
        windows.add(window(comparison.contestant()));
      }
    }
    return new Comparison.Result(comparison, windows, referenceWindows);
  }

  private Window window(Contestant contestant) throws IOException, InterruptedException {
    Fetcher fetcher = fetchers.get(contestant);
    if (fetcher == null) {
      throw new IllegalStateException(contestant + " is not open.");
    }
    return load.runMillis(fetcher, plan.callers(), plan.windowMillis());
  }
}
