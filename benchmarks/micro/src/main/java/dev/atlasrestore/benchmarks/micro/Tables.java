package dev.atlasrestore.benchmarks.micro;

import dev.atlasrestore.benchmarks.micro.Measurements.Measurement;
import dev.atlasrestore.benchmarks.report.MarkdownReport;
import dev.atlasrestore.internal.digest.SignBenchmark;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Formats the measurements as Markdown tables. Each table has a reference for its ratios. */
final class Tables {

  private static final List<Table> ALL =
      List.of(
          new Table(
              "Decode the documented example, " + ExampleDocument.body().length + " B",
              "Jackson databind",
              DecodeBenchmark.class,
              "jacksonToRecord",
              List.of(
                  new Row("codec", "**JSON-B codec**"),
                  new Row("jacksonToRecord", "Jackson databind to a record"),
                  new Row("yassonToRecord", "Yasson to a record, from a string"),
                  new Row("yassonToRecordFromStream", "Yasson to a record, from a stream"),
                  new Row("yassonEmptyDeserializer", "Yasson with an empty deserializer"),
                  new Row("parssonTokens", "Parsson, tokens only"),
                  new Row("parssonTexts", "Parsson, tokens and their text"))),
          new Table(
              "Sign with MD5",
              "two bare MD5s",
              SignBenchmark.class,
              "twoBareMd5s",
              List.of(
                  new Row("twoBareMd5s", "two bare MD5s"),
                  new Row("md5", "**signed header**, cnonce at hand"),
                  new Row("md5WithCnonce", "**signed header** with a fresh cnonce"),
                  new Row("cnonce", "cnonce alone"))),
          new Table(
              "Sign with SHA-256",
              "two bare SHA-256s",
              SignBenchmark.class,
              "twoBareSha256s",
              List.of(
                  new Row("twoBareSha256s", "two bare SHA-256s"),
                  new Row("sha256", "**signed header**, cnonce at hand"),
                  new Row("sha256WithCnonce", "**signed header** with a fresh cnonce"))),
          new Table(
              "Read a challenge",
              "two bare MD5s",
              SignBenchmark.class,
              "twoBareMd5s",
              List.of(
                  new Row("challengeOfAtlas", "challenge to credentials, Atlas"),
                  new Row("challengeOfJetty", "challenge to credentials, newer Jetty"))),
          new Table(
              "A whole `get` without a network",
              "itself with decoding",
              CallBenchmark.class,
              "stepsAndDecoding",
              List.of(
                  new Row("steps", "request, signature, response, without decoding"),
                  new Row("stepsAndDecoding", "the same with the JSON-B codec"))));

  private final Measurements measurements;
  private final List<String> arguments;

  /**
   * Creates the tables of a run.
   *
   * @param arguments the command line of JMH
   */
  Tables(Measurements measurements, List<String> arguments) {
    this.measurements = measurements;
    this.arguments = arguments;
  }

  private record Table(
      String title, String comparedTo, Class<?> benchmark, String reference, List<Row> rows) {}

  private record Row(String method, String label) {}

  MarkdownReport report() {
    MarkdownReport report = new MarkdownReport();
    report.paragraph(
        "%s JMH with `%s`; the median of all iterations, with minimum and maximum in brackets."
            .formatted(MarkdownReport.environment(), String.join(" ", arguments)));
    for (Table table : ALL) {
      List<List<String>> rows =
          table.rows().stream().flatMap(row -> cells(table, row).stream()).toList();
      report.table(List.of(table.title(), "ns", "× " + table.comparedTo(), "B", "×"), rows);
    }
    return report;
  }

  private Optional<List<String>> cells(Table table, Row row) {
    Optional<Measurement> reference = measurements.of(table.benchmark(), table.reference());
    return measurements
        .of(table.benchmark(), row.method())
        .map(measurement -> cells(row.label(), measurement, reference));
  }

  private static List<String> cells(
      String label, Measurement measurement, Optional<Measurement> reference) {
    return List.of(
        label,
        String.format(
            Locale.ROOT,
            "%,.0f (%,.0f–%,.0f)",
            measurement.medianNanos(),
            measurement.minNanos(),
            measurement.maxNanos()),
        reference.map(it -> ratio(measurement.medianNanos(), it.medianNanos())).orElse("–"),
        String.format(Locale.ROOT, "%,.0f", measurement.bytes()),
        reference.map(it -> ratio(measurement.bytes(), it.bytes())).orElse("–"));
  }

  private static String ratio(double one, double other) {
    return String.format(Locale.ROOT, "%.2f", one / other);
  }
}
