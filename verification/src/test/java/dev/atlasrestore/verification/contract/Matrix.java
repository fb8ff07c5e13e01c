package dev.atlasrestore.verification.contract;

import dev.atlasrestore.testkit.contract.ListedRule;
import dev.atlasrestore.verification.contract.Finding.Result;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Rule by rule, or part by part where a rule has parts, what each transport was found to keep: on
 * the client that it makes, and on one that was made for it.
 */
final class Matrix {

  private static final String KEPT = "✓";
  private static final String NOT_ASKED = "·";

  private final Map<Stack, List<Finding>> findings = new EnumMap<>(Stack.class);
  private final List<String> notes = new ArrayList<>();

  Matrix() {
    for (Stack stack : Stack.values()) {
      findings.put(stack, stack.findings());
    }
  }

  /** The transports whose tests have not been run here, or not all of them. */
  Set<Stack> notRun() {
    Set<Stack> missing = EnumSet.noneOf(Stack.class);
    findings.forEach(
        (stack, found) -> {
          if (found.isEmpty() || rules().anyMatch(rule -> isMissing(rule, stack))) {
            missing.add(stack);
          }
        });
    return missing;
  }

  private static boolean isMissing(ListedRule rule, Stack stack) {
    return rule.tests().isEmpty() && stack.findingsElsewhere(rule.id()).isEmpty();
  }

  /** Whether a cell says something: that a rule is kept, or why not. */
  static boolean says(String cell) {
    return !cell.isEmpty() && !cell.equals(NOT_ASKED);
  }

  /** The transports that a row says nothing of, neither on a client of theirs nor on one lent. */
  static Set<Stack> leavesOut(List<String> row) {
    Set<Stack> left = EnumSet.noneOf(Stack.class);
    Iterator<String> cells = row.iterator();
    for (Stack stack : Stack.values()) {
      if ((cells.next() + cells.next()).isEmpty()) {
        left.add(stack);
      }
    }
    return left;
  }

  /** What was found broken; that is not for a page. */
  List<Finding> broken() {
    return findings.values().stream().flatMap(List::stream).filter(Matrix::isBroken).toList();
  }

  private static boolean isBroken(Finding finding) {
    return finding.result() == Result.BROKEN;
  }

  /** The first cells of all rows. */
  static List<String> parts() {
    return rules().flatMap(rule -> parts(rule).stream()).toList();
  }

  private static Stream<ListedRule> rules() {
    return Stream.concat(ListedRule.ofRunners().stream(), ListedRule.ofPorts().stream());
  }

  private static Set<String> parts(ListedRule rule) {
    Set<String> parts = new TreeSet<>();
    rule.tests().forEach(test -> parts.add(test.part()));
    return parts.isEmpty() ? Set.of(rule.id()) : parts;
  }

  /** The matrix in Markdown, its reasons as numbered notes behind it. */
  String text() {
    notes.clear();
    List<String> lines = new ArrayList<>();
    StringBuilder titles = new StringBuilder("| |");
    for (Stack stack : Stack.values()) {
      titles.append(' ').append(stack).append(", own | lent |");
    }
    lines.add(titles.toString());
    lines.add("|---" + "|:-:".repeat(2 * Stack.values().length) + "|");
    rules().forEach(rule -> parts(rule).forEach(part -> lines.add(row(rule, part))));
    lines.add("");
    for (int i = 0; i < notes.size(); i++) {
      lines.add("* " + (i + 1) + ": " + notes.get(i));
    }
    return String.join("\n", lines) + "\n";
  }

  private String row(ListedRule rule, String part) {
    StringBuilder row = new StringBuilder("| " + part + " |");
    for (Stack stack : Stack.values()) {
      for (boolean own : List.of(true, false)) {
        row.append(' ').append(cell(found(rule, part, stack, own))).append(" |");
      }
    }
    return row.toString();
  }

  private String cell(List<Finding> here) {
    Optional<String> reason = here.stream().flatMap(f -> f.reason().stream()).findFirst();
    if (reason.isPresent()) {
      return note(reason.get());
    }
    boolean kept = here.stream().anyMatch(finding -> finding.result() == Result.KEPT);
    return here.isEmpty() ? "" : kept ? KEPT : NOT_ASKED;
  }

  private String note(String reason) {
    if (!notes.contains(reason)) {
      notes.add(reason);
    }
    return "– " + (notes.indexOf(reason) + 1);
  }

  private List<Finding> found(ListedRule rule, String part, Stack stack, boolean own) {
    if (rule.tests().isEmpty()) {
      return own ? stack.findingsElsewhere(rule.id()) : List.of();
    }
    List<Finding> found = new ArrayList<>();
    for (ListedRule.Test test : rule.tests()) {
      if (test.part().equals(part)) {
        findings.get(stack).stream()
            .filter(finding -> finding.test().equals(test.name()))
            .filter(finding -> finding.turn() < test.kinds().size())
            .filter(finding -> test.kinds().get(finding.turn()).equals("own client") == own)
            .forEach(found::add);
      }
    }
    return found;
  }
}
