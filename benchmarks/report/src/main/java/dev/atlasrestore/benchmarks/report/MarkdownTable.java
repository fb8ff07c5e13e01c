package dev.atlasrestore.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Writes and reads tables of Markdown pages. Cells hold no line break and no vertical bar. */
public final class MarkdownTable {

  private static final String LEFT = "---";
  private static final String CENTERED = ":-:";

  private final List<String> lines = new ArrayList<>();

  private MarkdownTable(List<String> titles, String alignment) {
    lines.add(line(titles));
    String separators = LEFT + ("|" + alignment).repeat(titles.size() - 1);
    lines.add("|" + separators + "|");
  }

  /** Returns a table without rows. All columns are aligned to the left. */
  public static MarkdownTable of(String... titles) {
    return of(List.of(titles));
  }

  /** Returns a table without rows. All columns are aligned to the left. */
  public static MarkdownTable of(List<String> titles) {
    return new MarkdownTable(titles, LEFT);
  }

  /** Returns a table without rows. All columns but the first are centered. */
  public static MarkdownTable centered(List<String> titles) {
    return new MarkdownTable(titles, CENTERED);
  }

  /** Adds a row below the last one. */
  public void add(List<String> cells) {
    lines.add(line(cells));
  }

  /** Adds a row below the last one. */
  public void add(String... cells) {
    add(List.of(cells));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Returns the table in Markdown. Each line ends with a line break. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  /** Returns the rows of the only table in a text, without the titles. */
  public static List<List<String>> rows(String text) {
    return text.lines()
        .filter(line -> line.startsWith("|"))
        .skip(2) // the titles and the separators
        .map(MarkdownTable::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    Stream<String> parts = Arrays.stream(line.split("\\|", -1)).map(String::strip);
    List<String> all = parts.toList();
    return all.subList(1, all.size() - 1);
  }
}
