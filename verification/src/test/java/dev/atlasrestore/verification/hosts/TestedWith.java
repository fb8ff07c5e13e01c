package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.benchmarks.report.MarkdownTable;
import dev.atlasrestore.benchmarks.report.PageSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The README's table of the frameworks and JDKs that the library was tested with. {@code .ci/hosts}
 * records each application that passes, and runs this program in the project's folder to write or
 * check the table.
 */
final class TestedWith {

  static final PageSection SECTION = new PageSection("tested with");

  private static final Path PAGE = Path.of("README.md");
  private static final Path RECORDS = Path.of("target/tested-with.tsv");
  private static final Path POM = Path.of("pom.xml");
  private static final String JDK_SEPARATOR = ", ";

  /** The JDKs by environment, framework and version. */
  private final Map<Row, Set<String>> jdks = new TreeMap<>();

  /** The cells of a row before its JDKs. */
  record Row(String environment, String framework, String version) implements Comparable<Row> {

    private static Row of(List<String> fields) {
      return new Row(fields.get(0), fields.get(1), fields.get(2));
    }

    @Override
    public int compareTo(Row other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return String.join(" | ", environment, framework, version);
    }
  }

  private TestedWith() {}

  /**
   * Writes the table with the argument {@code write}. Otherwise checks that the table shows exactly
   * the recorded rows. A row may show more JDKs than this machine has.
   */
  public static void main(String[] args) throws IOException {
    String page = Files.readString(PAGE);
    TestedWith recorded = ofRecords(Files.readAllLines(RECORDS));
    if (args.length == 1 && args[0].equals("write")) {
      Files.writeString(PAGE, recorded.writtenTo(page, Files.readString(POM)));
    } else if (!recorded.isShownBy(ofPage(page))) {
      System.err.println(
          PAGE + " does not show the versions that passed. Run .ci/hosts --write to update it.");
      System.exit(1);
    }
  }

  /** Returns the rows of records: environment, framework, version and JDK, separated by tabs. */
  static TestedWith ofRecords(List<String> records) {
    TestedWith table = new TestedWith();
    for (String record : records) {
      List<String> fields = List.of(record.split("\t", -1));
      table.add(Row.of(fields), fields.get(3));
    }
    return table;
  }

  /** Returns the rows that a page shows. */
  static TestedWith ofPage(String page) {
    TestedWith table = new TestedWith();
    for (List<String> cells : MarkdownTable.rows(SECTION.in(page))) {
      for (String jdk : cells.get(3).split(JDK_SEPARATOR, -1)) {
        table.add(Row.of(cells), jdk);
      }
    }
    return table;
  }

  private void add(Row row, String jdk) {
    jdks.computeIfAbsent(row, missing -> new TreeSet<>()).add(jdk);
  }

  Set<Row> rows() {
    return jdks.keySet();
  }

  boolean isShownBy(TestedWith page) {
    return rows().equals(page.rows())
        && rows().stream().allMatch(row -> page.jdks.get(row).containsAll(jdks.get(row)));
  }

  /** Returns the page with this table in it. */
  String writtenTo(String page, String pom) {
    MarkdownTable table = MarkdownTable.of("Where", "Framework", "Version", "JDK");
    jdks.forEach(
        (row, versions) ->
            table.add(
                row.environment(),
                row.framework(),
                row.version(),
                String.join(JDK_SEPARATOR, versions)));
    return SECTION.replacedIn(page, table.text() + "\n" + buildVersions(pom) + "\n");
  }

  /** Returns a sentence that names the versions in the POM of the build. */
  static String buildVersions(String pom) {
    return "The build compiles against, and runs all its tests on, Jersey %s, Reactor Netty %s and Vert.x %s."
        .formatted(version(pom, "jersey"), version(pom, "reactor-netty"), version(pom, "vertx"));
  }

  private static String version(String pom, String name) {
    Matcher version = Pattern.compile("<" + name + "\\.version>([^<]+)<").matcher(pom);
    if (!version.find()) {
      throw new IllegalArgumentException("The POM has no version of " + name);
    }
    return version.group(1);
  }
}
