package dev.atlasrestore.verification.servers;

import dev.atlasrestore.benchmarks.report.MarkdownTable;
import dev.atlasrestore.benchmarks.report.PageSection;
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
 * The table of {@code docs/digest.md}, with the counts of the tests. The tests write it if the
 * system property {@value #PROPERTY} names the page, relative to the project's folder. For one
 * thread at a time.
 */
final class DigestTable {
  static final PageSection SECTION = new PageSection("digest table");

  private static final String PROPERTY = "digest.table";
  private static final String NOT_MEASURED = "–";

  private final Map<DigestCase, Map<Column, Map<Transport, String>>> cells =
      new EnumMap<>(DigestCase.class);

  /** A measurement of each case. */
  enum Column {
    FIRST("first call"),
    SECOND("second call, another job"),
    EXPIRED("after the nonce's lifetime"),
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
   * Writes the table if the tests were started with the system property.
   *
   * @throws IllegalStateException if a server is not installed
   */
  void writeIfRequested() {
    String page = System.getProperty(PROPERTY);
    if (page == null) {
      return;
    }
    try {
      Path path = RealServer.MODULE.resolveSibling(page);
      Files.writeString(path, SECTION.replacedIn(Files.readString(path), text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    List<String> titles = new ArrayList<>(List.of("Server", "Setting"));
    for (Column column : Column.values()) {
      titles.add(column.title);
    }
    MarkdownTable table = MarkdownTable.of(titles);
    for (DigestCase digest : DigestCase.values()) {
      Map<Column, Map<Transport, String>> measured = cells.get(digest);
      if (measured == null) {
        throw new IllegalStateException("The table is not written, not measured: " + digest);
      }
      List<String> row = new ArrayList<>(List.of(digest.server(), digest.setting()));
      for (Column column : Column.values()) {
        row.add(
            Optional.ofNullable(measured.get(column)).map(DigestTable::cell).orElse(NOT_MEASURED));
      }
      table.add(row);
    }
    return MeasuredVersions.sentence() + "\n\n" + table.text();
  }

  /** Returns one number if all transports have the same, otherwise one number for each. */
  private static String cell(Map<Transport, String> byTransport) {
    List<String> distinct = byTransport.values().stream().distinct().toList();
    return distinct.size() == 1 ? distinct.get(0) : String.join(" / ", byTransport.values());
  }
}
