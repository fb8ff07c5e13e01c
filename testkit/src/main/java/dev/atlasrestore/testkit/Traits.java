package dev.atlasrestore.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a transport declares it cannot keep, each rule with its reason. A kit does not run such a
 * rule; it prints the reason and reports the test as aborted. Immutable; every {@code without}
 * gives a copy that declares more.
 *
 * <p>A rule is named by its id: {@code RUN-2}, or {@code 12} for a situation. Some rules have parts
 * that a stack can fail alone; naming the rule names all its parts:
 *
 * <ul>
 *   <li>{@code RUN-3.dropped}: a request that was dropped is not sent again
 *   <li>{@code RUN-6.kind}: the failure of a truncated body is called so
 *   <li>{@code RUN-9.head}, {@code RUN-9.body}: a head, a body that drips ends in time; {@code
 *       RUN-9.connecting}: so does a connection that is never made; {@code RUN-9.abort}: its end
 *       frees the connection
 *   <li>{@code RUN-14.sending}, {@code .connecting}, {@code .waiting}, {@code .reading}, {@code
 *       .pausing}: cancelled in this phase
 *   <li>{@code RUN-15.abort}: a body without end is left, and its connection with it
 *   <li>{@code 8.head}, {@code 8.body}: a huge head, a body without end
 *   <li>{@code 21.connections}: a closed client leaves no connection open. It is looked at behind
 *       every rule, of either contract
 * </ul>
 */
public final class Traits {

  private static final Traits NONE = new Traits(List.of());

  private final List<Excuse> excuses;

  private record Excuse(String rule, Optional<Class<?>> kind, String reason) {

    private boolean covers(String thatRule, ClientKind thatKind) {
      boolean named = thatRule.equals(rule) || thatRule.startsWith(rule + ".");
      return named && kind.filter(k -> !k.isInstance(thatKind)).isEmpty();
    }
  }

  private Traits(List<Excuse> excuses) {
    this.excuses = List.copyOf(excuses);
  }

  /** Every rule is kept, on every kind of client. */
  public static Traits keepsAll() {
    return NONE;
  }

  /**
   * This rule cannot be kept, on whatever client.
   *
   * @param rule its id
   * @param reason why, for whoever reads the report
   */
  public Traits without(String rule, String reason) {
    return with(new Excuse(rule, Optional.empty(), checked(reason)));
  }

  /** This rule cannot be kept on this kind of client; whichever certificates it trusts. */
  public Traits without(String rule, ClientKind kind, String reason) {
    return with(new Excuse(rule, Optional.of(kind.getClass()), checked(reason)));
  }

  private static String checked(String reason) {
    if (Objects.requireNonNull(reason, "reason").isBlank()) {
      throw new IllegalArgumentException("a rule that is not kept needs a reason");
    }
    return reason;
  }

  private Traits with(Excuse excuse) {
    List<Excuse> more = new ArrayList<>(excuses);
    more.add(excuse);
    return new Traits(more);
  }

  /** Why this rule need not be kept there; empty if it must. */
  Optional<String> reasonAgainst(String rule, ClientKind kind) {
    return excuses.stream()
        .filter(excuse -> excuse.covers(rule, kind))
        .map(Excuse::reason)
        .findFirst();
  }
}
