package dev.atlasrestore.verification.contract;

import java.util.Optional;

/**
 * What became of one test of a rule when it was last run.
 *
 * @param test the test's name
 * @param turn which of its runs this was, from 0: a test of a contract runs on its kinds of client
 *     in turn
 * @param result what became of it
 * @param reason why the rule is not kept there; empty if it is
 */
record Finding(String test, int turn, Result result, Optional<String> reason) {

  /** What can become of a test. */
  enum Result {
    KEPT,
    NOT_KEPT,
    /** The machine, or the transport's face, has nothing that the test could ask. */
    NOT_ASKED,
    BROKEN
  }

  /** A rule that has nothing to say about this transport. */
  static Finding notApplicable(String rule, String reason) {
    return new Finding(rule, 0, Result.NOT_KEPT, Optional.of(reason));
  }
}
