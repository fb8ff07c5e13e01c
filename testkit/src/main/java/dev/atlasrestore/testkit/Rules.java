package dev.atlasrestore.testkit;

import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Makes a test of a rule for each kind of client; one that a trait excuses is aborted with the
 * reason.
 */
final class Rules {

  /** The rule that a closed client leaves no connection open. */
  static final String CLOSING = "21";

  private Rules() {}

  /** What a rule checks. */
  @FunctionalInterface
  interface Check {
    void on(ClientKind kind) throws Exception;
  }

  static Stream<DynamicTest> each(String rule, Traits traits, Check check) {
    return Stream.of(ClientKind.own(), ClientKind.borrowed())
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    rule + ", " + kind,
                    () -> {
                      traits
                          .reasonAgainst(rule, kind)
                          .ifPresent(
                              reason -> {
                                String message = rule + ", " + kind + ": not applicable: " + reason;
                                System.err.println(message);
                                Assumptions.abort(message);
                              });
                      check.on(kind);
                    }));
  }
}
