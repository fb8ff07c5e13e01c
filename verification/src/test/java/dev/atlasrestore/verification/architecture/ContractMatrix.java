package dev.atlasrestore.verification.architecture;

import dev.atlasrestore.testkit.contract.ListedRule;
import dev.atlasrestore.testkit.contract.ListedRule.Contract;
import dev.atlasrestore.verification.MarkdownTable;
import dev.atlasrestore.verification.architecture.TestResult.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The table of the rules that each transport keeps, on its own native client and on a supplied one.
 * It has a row for each rule. A rule with several parts has a row for each part.
 */
final class ContractMatrix {

  private static final String KEPT = "✓";
  private static final String SKIPPED = "·";
  private static final String NOT_KEPT = "– ";
  private static final String NOTE = "* ";
  private static final String OWN_CLIENT = "own client";

  private final Map<TestedTransport, Map<Contract, List<TestResult>>> results =
      new EnumMap<>(TestedTransport.class);
  private final List<String> notes = new ArrayList<>();

  /** Reads the reports of the tests that have run on this machine. */
  ContractMatrix() {
    for (TestedTransport transport : TestedTransport.values()) {
      results.put(transport, transport.contractResults());
    }
  }

  /** Returns the transports of which not all tests have run. */
  Set<TestedTransport> untested() {
    Set<TestedTransport> untested = EnumSet.noneOf(TestedTransport.class);
    results.forEach(
        (transport, found) -> {
          if (found.isEmpty() || rules().anyMatch(rule -> lacksResult(rule, transport))) {
            untested.add(transport);
          }
        });
    return untested;
  }

  private static boolean lacksResult(ListedRule rule, TestedTransport transport) {
    return rule.tests().isEmpty() && transport.otherResults(rule.id()).isEmpty();
  }

  /** Returns the failed tests. The table cannot show a failure. */
  List<TestResult> failures() {
    return results.values().stream()
        .flatMap(ofContracts -> ofContracts.values().stream())
        .flatMap(List::stream)
        .filter(result -> result.outcome() == Outcome.FAILED)
        .toList();
  }

  /** Returns the ids in the first column, in order. */
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

  /** Returns the table in Markdown. The reasons follow it as numbered notes. */
  String text() {
    notes.clear();
    List<String> titles = new ArrayList<>(List.of(""));
    for (TestedTransport transport : TestedTransport.values()) {
      titles.add(transport + ", own");
      titles.add("supplied");
    }
    MarkdownTable table = MarkdownTable.centered(titles);
    rules().forEach(rule -> parts(rule).forEach(part -> table.add(row(rule, part))));
    StringBuilder text = new StringBuilder(table.text()).append('\n');
    for (int i = 0; i < notes.size(); i++) {
      text.append(NOTE).append(i + 1).append(": ").append(notes.get(i)).append('\n');
    }
    return text.toString();
  }

  private List<String> row(ListedRule rule, String part) {
    List<String> row = new ArrayList<>(List.of(part));
    for (TestedTransport transport : TestedTransport.values()) {
      for (boolean own : List.of(true, false)) {
        row.add(cell(results(rule, part, transport, own)));
      }
    }
    return row;
  }

  private String cell(List<TestResult> found) {
    Optional<String> reason = found.stream().flatMap(r -> r.reason().stream()).findFirst();
    if (reason.isPresent()) {
      return NOT_KEPT + noteNumber(reason.get());
    }
    boolean kept = found.stream().anyMatch(result -> result.outcome() == Outcome.KEPT);
    return found.isEmpty() ? "" : kept ? KEPT : SKIPPED;
  }

  private int noteNumber(String reason) {
    if (!notes.contains(reason)) {
      notes.add(reason);
    }
    return notes.indexOf(reason) + 1;
  }

  private List<TestResult> results(
      ListedRule rule, String part, TestedTransport transport, boolean own) {
    if (rule.tests().isEmpty()) {
      return own ? transport.otherResults(rule.id()) : List.of();
    }
    List<TestResult> found = new ArrayList<>();
    for (ListedRule.Test test : rule.tests()) {
      if (test.part().equals(part)) {
        results.get(transport).getOrDefault(test.contract(), List.of()).stream()
            .filter(result -> result.test().equals(test.name()))
            .filter(result -> result.index() < test.kinds().size())
            .filter(result -> test.kinds().get(result.index()).equals(OWN_CLIENT) == own)
            .forEach(found::add);
      }
    }
    return found;
  }

  /** Returns the rows of a table by their ids. Each cell holds its reason instead of a number. */
  static Map<String, List<String>> read(String text) {
    Map<String, String> reasons = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.startsWith(NOTE))
        .map(line -> line.substring(NOTE.length()))
        .forEach(
            note -> {
              int colon = note.indexOf(": ");
              reasons.put(NOT_KEPT + note.substring(0, colon), note.substring(colon + 2));
            });
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> row : MarkdownTable.rows(text)) {
      List<String> cells = row.subList(1, row.size());
      rows.put(row.get(0), cells.stream().map(cell -> reasons.getOrDefault(cell, cell)).toList());
    }
    return rows;
  }

  /** Whether a cell says that the rule is kept, or why not. */
  static boolean hasResult(String cell) {
    return !cell.isEmpty() && !cell.equals(SKIPPED);
  }

  /** Returns the transports for which both cells of a row are empty. */
  static Set<TestedTransport> emptyIn(List<String> row) {
    Set<TestedTransport> empty = EnumSet.noneOf(TestedTransport.class);
    Iterator<String> cells = row.iterator();
    for (TestedTransport transport : TestedTransport.values()) {
      if ((cells.next() + cells.next()).isEmpty()) {
        empty.add(transport);
      }
    }
    return empty;
  }
}
