package dev.atlasrestore.verification.contract;

import dev.atlasrestore.testkit.contract.ListedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The generated parts of {@code docs/contract.md}: the rules of each contract, and the rules that each
 * transport keeps. Each part stands between two marks.
 */
final class ContractPage {

  static final String RUNNERS = "runner rules";
  static final String PORTS = "port rules";
  static final String MATRIX = "matrix";

  private static final Path PATH = Stack.file("docs/contract.md");

  private ContractPage() {}

  static String read() throws IOException {
    return Files.readString(PATH);
  }

  static void write(String part, String text) throws IOException {
    String page = read();
    int from = page.indexOf(begin(part)) + begin(part).length();
    Files.writeString(
        PATH, page.substring(0, from) + "\n" + text + page.substring(page.indexOf(end(part))));
  }

  /** What stands between the marks. */
  static String part(String part) throws IOException {
    String page = read();
    int from = page.indexOf(begin(part)) + begin(part).length() + 1;
    return page.substring(from, page.indexOf(end(part)));
  }

  private static String begin(String part) {
    return "<!-- " + part + ": begin -->";
  }

  private static String end(String part) {
    return "<!-- " + part + ": end -->";
  }

  static String runners() {
    return rows(ListedRule.ofRunners());
  }

  static String ports() {
    return rows(ListedRule.ofPorts());
  }

  private static String rows(List<ListedRule> rules) {
    return "| id | rule |\n|---|---|\n"
        + rules.stream()
            .map(rule -> "| " + rule.id() + " | " + rule.text() + " |\n")
            .collect(Collectors.joining());
  }
}
