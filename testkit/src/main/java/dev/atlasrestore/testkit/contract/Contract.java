package dev.atlasrestore.testkit.contract;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** The parts that both contracts share: the traits of a transport, and how long the tests wait. */
@ExtendWith({ExcusedRules.class, RuleReport.class})
abstract class Contract {

  /**
   * The rule that a closed client leaves no connection open. Every fixture checks it, not only the
   * tests of the rule.
   */
  static final String CONNECTIONS_CLOSED = "21.connections";

  Contract() {}

  /** Returns the rules that the transport cannot keep. By default it keeps all. */
  protected Traits traits() {
    return Traits.keepsAll();
  }

  /**
   * Returns how long a test waits for an event that must happen, such as a request or the end of a
   * connection. By default 20 seconds. It must be longer than every timeout of the native client,
   * and shorter than the 90 seconds after which a test fails.
   */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  /**
   * Returns how much later than its timeout a call may end, because the machine is busy. By default
   * 3 seconds.
   */
  protected Duration grace() {
    return Duration.ofSeconds(3);
  }

  /**
   * Returns the argument of the test of a rule.
   *
   * @param patience how long the test waits for an event that must happen
   */
  abstract Object fixtures(String rule, ClientKind kind, Duration patience);

  /**
   * Whether the test of this rule checks that a closed client leaves no connection open. The tests
   * of {@link #CONNECTIONS_CLOSED} always check it, even if the rule is excused. Otherwise they
   * would pass, and the excuse would look unneeded.
   */
  final boolean checksConnections(String rule, ClientKind kind) {
    return rule.equals(CONNECTIONS_CLOSED) || traits().excuse(CONNECTIONS_CLOSED, kind).isEmpty();
  }
}
