package dev.atlasrestore.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A report in Markdown, built from paragraphs and tables.
 *
 * <p>Two system properties configure it. {@code benchmarks.page} names the page that {@link
 * #publish} changes. {@code benchmarks.versions} lists the versions of the libraries.
 */
public final class MarkdownReport {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private final StringBuilder text = new StringBuilder();

  /** Creates an empty report. */
  public MarkdownReport() {}

  /** Appends a paragraph. */
  public void paragraph(String paragraph) {
    text.append(paragraph).append("\n\n");
  }

  /** Appends a table. Appends nothing if there are no rows. */
  public void table(List<String> head, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      MarkdownTable table = MarkdownTable.of(head);
      rows.forEach(table::add);
      text.append(table.text()).append('\n');
    }
  }

  /** Returns the date, the machine, the JVM and the versions of the libraries. */
  public static String environment() {
    return "%s, %d processors%s, %s, %s %s. %s."
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            processorModel(),
            System.getProperty("os.name"),
            System.getProperty("java.vm.name"),
            Runtime.version(),
            System.getProperty("benchmarks.versions", "Versions unknown"));
  }

  private static String processorModel() {
    try {
      return Files.readAllLines(PROCESSORS).stream()
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
          .orElse("");
    } catch (IOException notOnLinux) {
      return "";
    }
  }

  /**
   * Replaces a {@link PageSection} of the page with this report. Prints the report instead if no
   * page is configured.
   */
  public void publish(String section) throws IOException {
    String page = System.getProperty("benchmarks.page", "");
    if (page.isEmpty()) {
      System.out.println(text);
      return;
    }
    Path file = Path.of(page);
    Files.writeString(
        file, new PageSection(section).replacedIn(Files.readString(file), "\n" + text));
  }
}
