package dev.atlasrestore.verification.contract;

import dev.atlasrestore.testkit.contract.ListedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parts of {@code docs/contract.md} that are made, never typed: the rules of each contract with
 * their tests, and what each transport keeps. Each stands between two marks.
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
    return "| id | rule | tests |\n|---|---|---|\n"
        + rows(ListedRule.ofRunners(), rule -> "| " + rule.id() + " | " + rule.kept() + " | ");
  }

  static String ports() {
    return "| id | situation | what is kept | tests |\n|---|---|---|---|\n"
        + rows(
            ListedRule.ofPorts(),
            rule -> "| " + rule.id() + " | " + rule.situation() + " | " + rule.kept() + " | ");
  }

  private static String rows(List<ListedRule> rules, Function<ListedRule, String> begin) {
    return rules.stream()
        .map(rule -> begin.apply(rule) + tests(rule) + " |\n")
        .collect(Collectors.joining());
  }

  private static String tests(ListedRule rule) {
    return rule.tests().isEmpty()
        ? "each transport's own"
        : rule.tests().stream()
            .map(test -> "`" + test.name() + "`")
            .collect(Collectors.joining("<br>"));
  }
}
