package dev.atlasrestore.verification.architecture;

import dev.atlasrestore.benchmarks.report.MarkdownTable;
import dev.atlasrestore.verification.architecture.RuleResult.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules and what each transport keeps, on its own native client and on a supplied one, from the
 * reports of the tests that have run on this machine.
 */
final class ContractMatrix {

  private static final String KEPT = "✓";
  private static final String ABORTED = "·";
  private static final String EXCUSED = "– ";
  private static final String NOTE = "* ";

  private static final Comparator<String> BY_ID =
      Comparator.comparing((String id) -> !isOfRunners(id))
          .thenComparing(id -> Integer.parseInt(id.replaceAll("^RUN-|\\..*$", "")))
          .thenComparing(Comparator.naturalOrder());

  private final Map<TestedTransport, List<RuleResult>> results =
      new EnumMap<>(TestedTransport.class);

  ContractMatrix() {
    for (TestedTransport transport : TestedTransport.values()) {
      results.put(transport, transport.results());
    }
  }

  static boolean isOfRunners(String id) {
    return id.startsWith("RUN-");
  }

  /** Returns the transports of which not all tests have run. */
  List<TestedTransport> untested() {
    return results.keySet().stream().filter(each -> results.get(each).isEmpty()).toList();
  }

  /** Returns the failed tests. The table cannot show a failure. */
  List<RuleResult> failures() {
    return all().filter(result -> result.outcome() == Outcome.FAILED).toList();
  }

  /** Returns the texts of the rules by their ids, in order. Each test of a rule adds a sentence. */
  Map<String, String> rules() {
    Map<String, Set<String>> sentences = new TreeMap<>(BY_ID);
    all()
        .sorted(Comparator.comparing(RuleResult::test))
        .forEach(
            result ->
                sentences
                    .computeIfAbsent(result.rule(), id -> new LinkedHashSet<>())
                    .add(result.text()));
    Map<String, String> rules = new LinkedHashMap<>();
    sentences.forEach((id, texts) -> rules.put(id, String.join(" ", texts)));
    return rules;
  }

  private Stream<RuleResult> all() {
    return results.values().stream().flatMap(List::stream);
  }

  /** Returns a table of the rules with these ids, in Markdown. */
  String rules(Predicate<String> ids) {
    MarkdownTable table = MarkdownTable.of("id", "rule");
    rules()
        .forEach(
            (id, text) -> {
              if (ids.test(id)) {
                table.add(id, text);
              }
            });
    return table.text();
  }

  /** Returns the results in Markdown, with a row for each rule. The reasons follow as notes. */
  String text() {
    List<String> titles = new ArrayList<>(List.of(""));
    for (TestedTransport transport : TestedTransport.values()) {
      titles.add(transport + ", own");
      titles.add("supplied");
    }
    List<String> notes = new ArrayList<>();
    MarkdownTable table = MarkdownTable.centered(titles);
    for (String rule : rules().keySet()) {
      List<String> row = new ArrayList<>(List.of(rule));
      for (List<RuleResult> ofTransport : results.values()) {
        for (boolean own : List.of(true, false)) {
          row.add(
              cell(
                  ofTransport.stream()
                      .filter(each -> each.rule().equals(rule) && each.onOwnClient() == own)
                      .toList(),
                  notes));
        }
      }
      table.add(row);
    }
    StringBuilder text = new StringBuilder(table.text()).append('\n');
    for (int i = 0; i < notes.size(); i++) {
      text.append(NOTE).append(i + 1).append(": ").append(notes.get(i)).append('\n');
    }
    return text.toString();
  }

  /** Returns a cell. Adds its reason to the notes if it is a new one. */
  private static String cell(List<RuleResult> found, List<String> notes) {
    Optional<RuleResult> excused =
        found.stream().filter(result -> result.outcome() == Outcome.EXCUSED).findFirst();
    if (excused.isPresent()) {
      String reason = excused.get().reason();
      if (!notes.contains(reason)) {
        notes.add(reason);
      }
      return EXCUSED + (notes.indexOf(reason) + 1);
    }
    boolean kept = found.stream().anyMatch(result -> result.outcome() == Outcome.PASSED);
    return found.isEmpty() ? "" : kept ? KEPT : ABORTED;
  }

  /**
   * Returns the rows of such a table by their ids. Each cell holds its reason instead of a number.
   */
  static Map<String, List<String>> read(String text) {
    Map<String, String> reasons = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.startsWith(NOTE))
        .map(line -> line.substring(NOTE.length()))
        .forEach(
            note -> {
              int colon = note.indexOf(": ");
              reasons.put(EXCUSED + note.substring(0, colon), note.substring(colon + 2));
            });
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> row : MarkdownTable.rows(text)) {
      List<String> cells = row.subList(1, row.size());
      rows.put(row.get(0), cells.stream().map(cell -> reasons.getOrDefault(cell, cell)).toList());
    }
    return rows;
  }

  /** Whether a cell says that the tests of the rule were aborted, which depends on the machine. */
  static boolean isAborted(String cell) {
    return cell.equals(ABORTED);
  }
}
