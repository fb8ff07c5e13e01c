package dev.atlasrestore.benchmarks.endtoend.report;

import java.util.List;

/** All tables, the verdicts first. */
public final class Report {

  private final Results results;

  /** A report of these results. */
  public Report(Results results) {
    this.results = results;
  }

  /**
   * As Markdown.
   *
   * @param page the page it is for, on which the micro benchmarks may have left theirs
   */
  public String markdown(String page) {
    Tables tables = new Tables(results);
    return Machine.description()
        + "\nMedians; in brackets the least and the most of all rounds; of failures the most;"
        + " – where nothing was fetched or measured.\n"
        + "\n### Goals\n"
        + new Goals(results).table(new Parts(page))
        + "\n### 32 callers, distinct jobs, our codec behind everyone\n"
        + tables.load(List.of(Filed.UNDECODED, Filed.CALLERS_32))
        + "\n### The same with Jackson behind everyone\n"
        + tables.load(List.of(Filed.JACKSON))
        + "\n### One caller\n"
        + tables.load(List.of(Filed.CALLERS_1))
        + "\n### 256 callers\n"
        + tables.load(List.of(Filed.CALLERS_256))
        + "\n### Nonces that die after 50 uses; counts that must increase\n"
        + tables.expiry()
        + "\n### One caller, 20 ms away\n"
        + tables.load(List.of(Filed.delayed("1")))
        + "\n### 32 callers, 20 ms away\n"
        + tables.load(List.of(Filed.delayed("32")))
        + "\n### 256 callers, 20 ms away\n"
        + tables.load(List.of(Filed.delayed("256")))
        + "\n### Many waits at once\n"
        + tables.waits()
        + "\n### A cold JVM's first fetch\n"
        + tables.firstFetch();
  }
}
