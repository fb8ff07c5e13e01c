package dev.atlasrestore.benchmarks.micro;

import dev.atlasrestore.benchmarks.micro.Figures.Figure;
import dev.atlasrestore.internal.digest.SignBenchmark;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures as Markdown: one table for each question, each with what it is compared to. */
final class Tables {

  private static final List<Table> ALL =
      List.of(
          new Table(
              "Decode the documented example, " + Example.body().length + " B",
              "Jackson databind",
              DecodeBenchmark.class,
              "jacksonToRecord",
              List.of(
                  new Row("codec", "**JSON-B codec**"),
                  new Row("jacksonToRecord", "Jackson databind to a record"),
                  new Row("yassonToRecord", "Yasson to a record, from text"),
                  new Row("yassonToRecordFromStream", "Yasson to a record, from a stream"),
                  new Row(
                      "yassonEmptyDeserializer", "Yasson with an empty deserializer: tokens only"),
                  new Row("parssonTokens", "Parsson, tokens only"),
                  new Row("parssonTexts", "Parsson, tokens and their texts"))),
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
              ConversationBenchmark.class,
              "stepsAndDecoding",
              List.of(
                  new Row("steps", "request, signature, answer, judgement"),
                  new Row("stepsAndDecoding", "the same with the JSON-B codec"))));

  private final Figures figures;
  private final List<String> arguments;

  /**
   * The tables of a run.
   *
   * @param arguments what JMH was told
   */
  Tables(Figures figures, List<String> arguments) {
    this.figures = figures;
    this.arguments = arguments;
  }

  private record Table(
      String title, String comparedTo, Class<?> benchmark, String reference, List<Row> rows) {}

  private record Row(String method, String label) {}

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%s, %s, %s %s, %d processors, JMH with `%s`; the median of all iterations, least and most in brackets.%n",
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
    if (table.rows().stream().noneMatch(row -> figure(table, row).isPresent())) {
      return;
    }
    Optional<Figure> reference = figures.of(table.benchmark(), table.reference());
    text.append(
        String.format(
            "%n| %s | ns | × %s | B | × |%n|---|---|---|---|---|%n",
            table.title(), table.comparedTo()));
    for (Row row : table.rows()) {
      figure(table, row).ifPresent(figure -> append(text, row.label(), figure, reference));
    }
  }

  private Optional<Figure> figure(Table table, Row row) {
    return figures.of(table.benchmark(), row.method());
  }

  private static void append(
      StringBuilder text, String label, Figure figure, Optional<Figure> reference) {
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f (%,.0f–%,.0f) | %s | %,.0f | %s |%n",
            label,
            figure.nanos(),
            figure.least(),
            figure.most(),
            reference.map(that -> ratio(figure.nanos(), that.nanos())).orElse("–"),
            figure.bytes(),
            reference.map(that -> ratio(figure.bytes(), that.bytes())).orElse("–")));
  }

  private static String ratio(double one, double other) {
    return String.format(Locale.ROOT, "%.2f", one / other);
  }
}
