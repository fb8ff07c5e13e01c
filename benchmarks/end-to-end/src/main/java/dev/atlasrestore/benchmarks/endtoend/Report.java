package dev.atlasrestore.benchmarks.endtoend;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import dev.atlasrestore.benchmarks.report.MarkdownReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Collects the results and formats them as Markdown tables. */
final class Report {

  private final Plan plan;
  private final double systemLoad =
      ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  private final List<Comparison.Result> comparisons = new ArrayList<>();
  private final List<RequestCount> counts = new ArrayList<>();
  private final List<FirstFetch.Result> firstFetches = new ArrayList<>();

  /** The windows of each contestant in all comparisons. */
  private final Map<Contestant, List<Window>> windows = new EnumMap<>(Contestant.class);

  Report(Plan plan) {
    this.plan = plan;
  }

  void add(Comparison.Result result) {
    comparisons.add(result);
    addWindows(result.comparison().contestant(), result.windows());
    addWindows(result.comparison().reference(), result.referenceWindows());
    System.out.println(String.join(" | ", ratioRow(result)));
  }

  private void addWindows(Contestant contestant, List<Window> more) {
    windows.computeIfAbsent(contestant, key -> new ArrayList<>()).addAll(more);
  }

  void add(RequestCount count) {
    counts.add(count);
    System.out.println(String.join(" | ", countRow(count)));
  }

  void add(FirstFetch.Result result) {
    firstFetches.add(result);
    System.out.println(String.join(" | ", firstFetchRow(result)));
  }

  /** Returns whether a transport or an HTTP stack had a failure. Other clients may fail. */
  boolean hasUnexpectedFailures() {
    Stream<Window> inComparisons =
        windows.entrySet().stream()
            .filter(entry -> !entry.getKey().isOtherClient())
            .flatMap(entry -> entry.getValue().stream());
    Stream<Window> inCounts =
        counts.stream()
            .filter(count -> !count.contestant().isOtherClient())
            .flatMap(count -> count.windows().stream());
    return Stream.concat(inComparisons, inCounts).anyMatch(window -> window.failures() > 0);
  }

  void publish() throws IOException {
    MarkdownReport report = new MarkdownReport();
    report.paragraph(MarkdownReport.environment());
    report.paragraph(
        String.format(
            Locale.ROOT,
            "%s The load average of the machine was %.1f before the run. Each figure is a median, with the"
                + " quartiles in brackets.",
            plan.description(),
            systemLoad));
    ratioTable(report, "the HTTP stack alone", Comparison.WITH_STACKS);
    ratioTable(report, "other clients", Comparison.WITH_CLIENTS);
    ratioTable(report, "Jackson on both sides", Comparison.WITH_JACKSON);
    absoluteTable(report);
    countTable(report);
    firstFetchTable(report);
    report.publish("end to end");
  }

  private void ratioTable(MarkdownReport report, String title, List<Comparison> group) {
    report.paragraph("### Ratios: " + title);
    report.table(
        List.of("transport", "compared with", "CPU", "fetches/s", "allocation", "goal"),
        comparisons.stream()
            .filter(result -> group.contains(result.comparison()))
            .map(Report::ratioRow)
            .toList());
  }

  private static List<String> ratioRow(Comparison.Result result) {
    return List.of(
        result.comparison().contestant().title(),
        result.comparison().reference().title(),
        result.ratio(Window::cpuMicrosPerFetch).format("%.2f"),
        result.ratio(Window::fetchesPerSecond).format("%.2f"),
        result.ratio(Window::kibibytesPerFetch).format("%.2f"),
        result.comparison().goal());
  }

  private void absoluteTable(MarkdownReport report) {
    report.paragraph("### Absolute figures");
    report.table(
        List.of("client", "requests/fetch", "fetches/s", "CPU µs/fetch", "KiB/fetch", "failed"),
        Arrays.stream(Contestant.values())
            .filter(windows::containsKey)
            .map(contestant -> absoluteRow(contestant, windows.getOrDefault(contestant, List.of())))
            .toList());
  }

  private static List<String> absoluteRow(Contestant contestant, List<Window> windows) {
    long failures = windows.stream().mapToLong(Window::failures).sum();
    return List.of(
        contestant.title(),
        quartiles(windows, Window::requestsPerFetch).format("%.2f"),
        quartiles(windows, Window::fetchesPerSecond).format("%,.0f"),
        quartiles(windows, Window::cpuMicrosPerFetch).format("%.1f"),
        quartiles(windows, Window::kibibytesPerFetch).format("%.1f"),
        Long.toString(failures));
  }

  private static Quartiles quartiles(List<Window> windows, ToDoubleFunction<Window> measurement) {
    return Quartiles.of(windows.stream().mapToDouble(measurement));
  }

  private void countTable(MarkdownReport report) {
    report.paragraph("### Requests of a new client");
    List<String> head = new ArrayList<>(List.of("client"));
    for (RequestCount.Scenario scenario : RequestCount.Scenario.values()) {
      head.add(scenario.title());
    }
    report.table(head, counts.stream().map(Report::countRow).toList());
  }

  private static List<String> countRow(RequestCount count) {
    List<String> cells = new ArrayList<>(List.of(count.contestant().title()));
    for (Window window : count.windows()) {
      String requests =
          String.format(
              Locale.ROOT, "%,d (%.2f/fetch)", window.requests(), window.requestsPerFetch());
      cells.add(
          window.failures() == 0 ? requests : requests + ", " + window.failures() + " failed");
    }
    return cells;
  }

  private void firstFetchTable(MarkdownReport report) {
    report.paragraph("### First fetch in a new JVM");
    report.table(
        List.of("transport", "compared with", "transport ms", "compared ms", "ratio", "goal"),
        firstFetches.stream().map(Report::firstFetchRow).toList());
  }

  private static List<String> firstFetchRow(FirstFetch.Result result) {
    return List.of(
        result.comparison().contestant().title(),
        result.comparison().reference().title(),
        quartiles(result.millis()).format("%.0f"),
        quartiles(result.referenceMillis()).format("%.0f"),
        Comparison.ratios(result.millis(), result.referenceMillis()).format("%.2f"),
        "≤ 1.15");
  }

  private static Quartiles quartiles(List<Double> values) {
    return Quartiles.of(values.stream().mapToDouble(Double::doubleValue));
  }
}
