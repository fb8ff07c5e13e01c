package dev.atlasrestore.verification.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of the README that tells what the library was tested with: the hosts that passed, as
 * {@code .ci/hosts} noted them, never typed by hand. A program of one file, started in the
 * project's folder:
 *
 * <pre>{@code java TestedWith.java write   (or: check)}</pre>
 */
final class TestedWith {

  static final String BEGIN = "<!-- tested with: begin -->\n";
  static final String END = "<!-- tested with: end -->";

  private static final Path PAGE = Path.of("README.md");
  private static final Path PASSED = Path.of("target/tested-with.tsv");
  private static final Path POM = Path.of("pom.xml");

  private final Map<String, Set<String>> jdksOfRows = new TreeMap<>();

  private TestedWith() {}

  /**
   * Writes the table, or checks it: what has passed stands there, and nothing that was not tried. A
   * JDK that this machine lacks is not missed.
   */
  public static void main(String[] args) throws IOException {
    String page = Files.readString(PAGE);
    TestedWith passed = ofPassed(Files.readAllLines(PASSED));
    if (args.length == 1 && args[0].equals("write")) {
      Files.writeString(PAGE, passed.into(page, Files.readString(POM)));
    } else if (!passed.standsIn(ofPage(page))) {
      System.err.println(PAGE + " does not show what has passed: .ci/hosts --write writes it");
      System.exit(1);
    }
  }

  /** The rows that these notes make: world, framework, version, JDK. */
  static TestedWith ofPassed(List<String> notes) {
    TestedWith table = new TestedWith();
    for (String note : notes) {
      List<String> fields = List.of(note.split("\t", -1));
      table.add(String.join(" | ", fields.subList(0, 3)), fields.get(3));
    }
    return table;
  }

  /** The rows that a page shows. */
  static TestedWith ofPage(String page) {
    TestedWith table = new TestedWith();
    between(page)
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Where"))
        .map(line -> line.substring(2, line.length() - 2))
        .forEach(
            row -> {
              int jdks = row.lastIndexOf(" | ");
              for (String jdk : row.substring(jdks + 3).split(", ", -1)) {
                table.add(row.substring(0, jdks), jdk);
              }
            });
    return table;
  }

  private void add(String row, String jdk) {
    jdksOfRows.computeIfAbsent(row, missing -> new TreeSet<>()).add(jdk);
  }

  /** Where, framework and version of each row. */
  Set<String> rows() {
    return jdksOfRows.keySet();
  }

  boolean standsIn(TestedWith shown) {
    return rows().equals(shown.rows())
        && rows().stream()
            .allMatch(row -> shown.jdksOfRows.get(row).containsAll(jdksOfRows.get(row)));
  }

  /** The page with this table in it. */
  String into(String page, String pom) {
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    return before + text(pom) + page.substring(page.indexOf(END));
  }

  private String text(String pom) {
    List<String> lines = new ArrayList<>();
    lines.add("| Where | Framework | Version | JDK |");
    lines.add("|---|---|---|---|");
    jdksOfRows.forEach(
        (row, jdks) -> lines.add("| " + row + " | " + String.join(", ", jdks) + " |"));
    lines.add("");
    lines.add(build(pom));
    return String.join("\n", lines) + "\n";
  }

  /** What the build itself is compiled and tested with. */
  static String build(String pom) {
    return "The build compiles against, and runs all its tests on, Jersey %s, Reactor Netty %s and Vert.x %s."
        .formatted(version(pom, "jersey"), version(pom, "reactor-netty"), version(pom, "vertx"));
  }

  private static String version(String pom, String name) {
    Matcher version = Pattern.compile("<" + name + "\\.version>([^<]+)<").matcher(pom);
    if (!version.find()) {
      throw new IllegalArgumentException("no version of " + name);
    }
    return version.group(1);
  }

  static String between(String page) {
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }
}
