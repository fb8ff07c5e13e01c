package dev.atlasrestore.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules that a transport cannot keep, each with a reason. The kit does not run an excused rule;
 * it prints the reason and reports the test as aborted. Immutable: every {@code without} returns a
 * copy with one more excuse.
 *
 * <p>A rule is named by its id, for example {@code RUN-2}. The display name of every test begins
 * with the id of its rule. Some rules have parts that a transport can break alone, for example
 * {@code RUN-9.head}. The id of a rule includes all its parts.
 *
 * <p>An excuse applies to a rule as a whole, so it also excuses tests that would pass. To find
 * excuses that are no longer needed, run the tests with the system property {@code
 * contract.excused=run}: excused rules run too, and the test class fails if all tests of an excuse
 * pass on every kind of client that the excuse is for. With {@code contract.excused=only}, no other
 * rules run, and no test waits longer than 3 seconds for an event.
 */
public final class Traits {

  private static final Traits NONE = new Traits(List.of());

  private final List<Excuse> excuses;

  /**
   * A rule that need not be kept.
   *
   * @param rule the id of the rule
   * @param kind the kind of client that the excuse is for; empty for all
   * @param reason why the rule cannot be kept
   */
  record Excuse(String rule, Optional<Class<?>> kind, String reason) {

    private boolean covers(String thatRule, ClientKind thatKind) {
      return ContractRule.includes(rule, thatRule)
          && kind.filter(type -> !type.isInstance(thatKind)).isEmpty();
    }

    @Override
    public String toString() {
      return rule
          + kind.map(type -> " on " + type.getSimpleName()).orElse("")
          + " ("
          + reason
          + ")";
    }
  }

  private Traits(List<Excuse> excuses) {
    this.excuses = List.copyOf(excuses);
  }

  /** Returns traits without excuses: every rule is kept on every kind of client. */
  public static Traits keepsAll() {
    return NONE;
  }

  /**
   * Excuses a rule on every kind of client.
   *
   * @param rule the id of the rule, or of a part of it
   * @param reason why the transport cannot keep the rule; the report shows it
   * @throws IllegalArgumentException if no rule and no part of a rule has that id, or the reason is
   *     blank
   */
  public Traits without(String rule, String reason) {
    return with(new Excuse(known(rule), Optional.empty(), checked(reason)));
  }

  /**
   * Excuses a rule on this kind of client. The values of the kind, such as its certificates, do not
   * matter.
   *
   * @param rule the id of the rule, or of a part of it
   * @param kind the kind of client
   * @param reason why the transport cannot keep the rule; the report shows it
   * @throws IllegalArgumentException if no rule and no part of a rule has that id, or the reason is
   *     blank
   */
  public Traits without(String rule, ClientKind kind, String reason) {
    return with(new Excuse(known(rule), Optional.of(kind.getClass()), checked(reason)));
  }

  private static String known(String rule) {
    if (!ContractRule.isKnown(rule)) {
      throw new IllegalArgumentException("no rule and no part of a rule has the id " + rule);
    }
    return rule;
  }

  private static String checked(String reason) {
    if (Objects.requireNonNull(reason, "reason").isBlank()) {
      throw new IllegalArgumentException("an excuse needs a reason");
    }
    return reason;
  }

  private Traits with(Excuse excuse) {
    List<Excuse> more = new ArrayList<>(excuses);
    more.add(excuse);
    return new Traits(more);
  }

  /** Returns the first excuse for a rule on a kind of client, or empty if the rule must be kept. */
  Optional<Excuse> excuse(String rule, ClientKind kind) {
    return excuses.stream().filter(excuse -> excuse.covers(rule, kind)).findFirst();
  }
}
