package dev.atlasrestore.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of which one part, between two marks, is written by the benchmarks. */
final class Page {

  private static final String BEGIN = "<!-- micro benchmarks: begin -->\n";
  private static final String END = "<!-- micro benchmarks: end -->\n";

  private Page() {}

  /** Puts the text between the marks. */
  static void write(Path file, String text) throws IOException {
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " lacks the marks " + BEGIN.strip() + " and " + END.strip());
    }
    Files.writeString(
        file, page.substring(0, begin + BEGIN.length()) + "\n" + text + "\n" + page.substring(end));
  }
}
