package dev.atlasrestore.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown page with a section between two comments, which the benchmarks replace. */
final class MarkdownPage {

  private static final String BEGIN = "<!-- micro benchmarks: begin -->\n";
  private static final String END = "<!-- micro benchmarks: end -->\n";

  private MarkdownPage() {}

  /**
   * Replaces the section between the comments.
   *
   * @throws IOException if the page cannot be read or written, or lacks one of the comments
   */
  static void replaceSection(Path file, String text) throws IOException {
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          file + " lacks the comments " + BEGIN.strip() + " and " + END.strip() + ".");
    }
    Files.writeString(
        file, page.substring(0, begin + BEGIN.length()) + "\n" + text + "\n" + page.substring(end));
  }
}
