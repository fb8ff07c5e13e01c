package dev.atlasrestore.verification.architecture;

import java.util.Optional;

/**
 * The result of the last run of a contract test.
 *
 * @param test the name of the test method
 * @param index the number of this run, from 0; a contract test runs once for each kind of client
 * @param outcome how the run ended
 * @param reason why the transport does not keep the rule; empty if it keeps it
 */
record TestResult(String test, int index, Outcome outcome, Optional<String> reason) {

  /** How a test can end. */
  enum Outcome {
    KEPT,
    NOT_KEPT,
    /** The test was skipped: the machine or the client lacks what the test needs. */
    SKIPPED,
    FAILED
  }

  /** Returns the result for a rule that does not apply to the transport. */
  static TestResult notApplicable(String rule, String reason) {
    return new TestResult(rule, 0, Outcome.NOT_KEPT, Optional.of(reason));
  }
}
