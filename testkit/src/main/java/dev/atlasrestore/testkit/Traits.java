package dev.atlasrestore.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a transport declares it cannot keep, each rule with its reason. A kit does not run such a
 * rule and prints the reason instead. Immutable.
 */
public final class Traits {

  private static final Traits NONE = new Traits(Map.of());

  private final Map<String, String> reasons;

  private Traits(Map<String, String> reasons) {
    this.reasons = Map.copyOf(reasons);
  }

  /** Every rule is kept, on every kind of client. */
  public static Traits keepsAll() {
    return NONE;
  }

  /**
   * This rule cannot be kept, on whatever client.
   *
   * @param rule its id, for example {@code RUN-2} or {@code 12}
   * @param reason why, for whoever reads the report
   */
  public Traits without(String rule, String reason) {
    return with(rule, reason);
  }

  /** This rule cannot be kept on this kind of client. */
  public Traits without(String rule, ClientKind kind, String reason) {
    return with(rule + " " + kind, reason);
  }

  private Traits with(String name, String reason) {
    Map<String, String> more = new HashMap<>(reasons);
    more.put(name, reason);
    return new Traits(more);
  }

  Optional<String> reasonAgainst(String rule, ClientKind kind) {
    return Optional.ofNullable(reasons.get(rule))
        .or(() -> Optional.ofNullable(reasons.get(rule + " " + kind)));
  }
}
