package dev.atlasrestore.verification.architecture;

import java.util.List;

/**
 * A line of a report that the test kit writes with the parameter {@code contract.report}: how the
 * test of a rule ended.
 *
 * @param rule the id of the rule
 * @param test the name of the test method
 * @param kind the kind of client that the test ran on
 * @param outcome how the test ended
 * @param reason why the transport is excused; for other outcomes the message of the test
 * @param text what a transport does, in one sentence
 */
record RuleResult(
    String rule, String test, String kind, Outcome outcome, String reason, String text) {

  /** How a test can end. */
  enum Outcome {
    PASSED,
    FAILED,
    EXCUSED,
    /**
     * The transport or the machine lacks what the test needs, or the rule is optional and broken.
     */
    ABORTED
  }

  static RuleResult of(String line) {
    List<String> cells = List.of(line.split("\t", -1));
    return new RuleResult(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        Outcome.valueOf(cells.get(3)),
        cells.get(4),
        cells.get(5));
  }

  /** Whether the test ran on the client that the transport creates. */
  boolean onOwnClient() {
    return kind.equals("own client");
  }
}
