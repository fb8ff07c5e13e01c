package dev.atlasrestore.benchmarks.endtoend.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A page of which one part, between two marks, is written by the benchmarks. */
public final class Page {

  private static final String BEGIN = "<!-- end to end: begin -->\n";
  private static final String END = "<!-- end to end: end -->\n";

  private Page() {}

  /** Puts between the marks what is made of the page. */
  public static void write(Path file, UnaryOperator<String> text) throws IOException {
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " lacks the marks " + BEGIN.strip() + " and " + END.strip());
    }
    String before = page.substring(0, begin + BEGIN.length());
    Files.writeString(file, before + "\n" + text.apply(page) + "\n" + page.substring(end));
  }
}
