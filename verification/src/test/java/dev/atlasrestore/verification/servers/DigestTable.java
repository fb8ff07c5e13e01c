package dev.atlasrestore.verification.servers;

import dev.atlasrestore.verification.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of {@code docs/digest.md}: what the tests counted, never typed by hand. Started with
 * the system property {@value #PROPERTY}, the path of the page from the project's folder, they
 * write it between two marks. For one thread at a time.
 */
final class DigestTable {
  static final String BEGIN = "<!-- digest table: begin -->";
  static final String END = "<!-- digest table: end -->";

  private static final String PROPERTY = "digest.table";
  private static final String NOT_MEASURED = "–";

  private final Map<DigestCase, Map<Column, Map<Transport, String>>> cells =
      new EnumMap<>(DigestCase.class);

  /** What is counted of each case. */
  enum Column {
    FIRST("first call"),
    SECOND("second call, another job"),
    EXPIRED("after the nonce's life"),
    RESTARTED("after a restart"),
    AT_ONCE("16 first calls at once"),
    WRONG_KEY("wrong key");

    private final String title;

    Column(String title) {
      this.title = title;
    }
  }

  void put(DigestCase digest, Transport transport, Column column, String cell) {
    cells
        .computeIfAbsent(digest, missing -> new EnumMap<>(Column.class))
        .computeIfAbsent(column, missing -> new EnumMap<>(Transport.class))
        .put(transport, cell);
  }

  /**
   * Writes the table, if the tests were started for that.
   *
   * @throws IllegalStateException if one of the servers was not there
   */
  void writeWhereAsked() {
    String page = System.getProperty(PROPERTY);
    if (page == null) {
      return;
    }
    try {
      Path path = RealServer.MODULE.resolveSibling(page);
      String text = Files.readString(path);
      String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
      String after = text.substring(text.indexOf(END));
      Files.writeString(path, before + "\n" + text() + after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    List<String> lines = new ArrayList<>();
    lines.add(Versions.sentence());
    lines.add("");
    List<String> titles = new ArrayList<>(List.of("Server", "Setting"));
    for (Column column : Column.values()) {
      titles.add(column.title);
    }
    lines.add(line(titles));
    lines.add("|---".repeat(titles.size()) + "|");
    for (DigestCase digest : DigestCase.values()) {
      Map<Column, Map<Transport, String>> counted = cells.get(digest);
      if (counted == null) {
        throw new IllegalStateException("not measured, so there is no table: " + digest);
      }
      List<String> row = new ArrayList<>(List.of(digest.server(), digest.setting()));
      for (Column column : Column.values()) {
        row.add(
            Optional.ofNullable(counted.get(column)).map(DigestTable::cell).orElse(NOT_MEASURED));
      }
      lines.add(line(row));
    }
    return String.join("\n", lines) + "\n";
  }

  /** One number where the transports agree, else one for each. */
  private static String cell(Map<Transport, String> byTransport) {
    List<String> distinct = byTransport.values().stream().distinct().toList();
    return distinct.size() == 1 ? distinct.get(0) : String.join(" / ", byTransport.values());
  }

  static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
