package dev.atlasrestore.benchmarks.micro;

import dev.atlasrestore.benchmarks.micro.Measurements.Measurement;
import dev.atlasrestore.internal.digest.SignBenchmark;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%s, %s, %s %s, %d processors, JMH with `%s`; the median of all iterations, with minimum and maximum in brackets.%n",
            LocalDate.now(ZoneOffset.UTC),
            System.getProperty("micro.versions", "versions unknown"),
            System.getProperty("java.vm.name"),
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            String.join(" ", arguments)));
    ALL.forEach(table -> append(text, table));
    return text.toString();
  }

  private void append(StringBuilder text, Table table) {
    if (table.rows().stream().noneMatch(row -> measurement(table, row).isPresent())) {
      return;
    }
    Optional<Measurement> reference = measurements.of(table.benchmark(), table.reference());
    text.append(
        String.format(
            "%n| %s | ns | × %s | B | × |%n|---|---|---|---|---|%n",
            table.title(), table.comparedTo()));
    for (Row row : table.rows()) {
      measurement(table, row)
          .ifPresent(measurement -> append(text, row.label(), measurement, reference));
    }
  }

  private Optional<Measurement> measurement(Table table, Row row) {
    return measurements.of(table.benchmark(), row.method());
  }

  private static void append(
      StringBuilder text, String label, Measurement measurement, Optional<Measurement> reference) {
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f (%,.0f–%,.0f) | %s | %,.0f | %s |%n",
            label,
            measurement.medianNanos(),
            measurement.minNanos(),
            measurement.maxNanos(),
            reference.map(it -> ratio(measurement.medianNanos(), it.medianNanos())).orElse("–"),
            measurement.bytes(),
            reference.map(it -> ratio(measurement.bytes(), it.bytes())).orElse("–")));
  }

  private static String ratio(double one, double other) {
    return String.format(Locale.ROOT, "%.2f", one / other);
  }
}
