package dev.atlasrestore.testkit.contract;

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
 *   <li>{@code RUN-6.kind}: the failure of a truncated body is called so; {@code RUN-6.chunk}: a
 *       chunk of an impossible size, {@code RUN-6.lengths}: lengths that contradict each other
 *   <li>{@code RUN-9.head}, {@code RUN-9.body}: a head, a body that drips ends in time; {@code
 *       RUN-9.connecting}: so does a connection that is never made, {@code RUN-9.hanging}, {@code
 *       RUN-9.handshake}: a handshake that hangs, that drips; {@code RUN-9.abort}: its end frees
 *       the connection
 *   <li>{@code RUN-14.sending}, {@code RUN-14.connecting}, {@code RUN-14.waiting}, {@code
 *       RUN-14.reading}, {@code RUN-14.pausing}: cancelled in this phase; {@code RUN-14.answering}:
 *       in the moment in which an answer comes
 *   <li>{@code RUN-15.abort}: a body without end is left, and its connection with it; {@code
 *       RUN-15.framing}: so is a chunk's first line, or what follows the last chunk
 *   <li>{@code 1.head}: a connection that breaks in the head
 *   <li>{@code 3.head}, {@code 3.body}, {@code 3.connecting}, {@code 3.handshake}: what ends in
 *       time
 *   <li>{@code 4.plain}: TLS where plain HTTP was expected; {@code 4.once}: a server that cannot
 *       prove itself sees one connection
 *   <li>{@code 5.kind}: the failure of a broken body is called so
 *   <li>{@code 6.unasked}: what comes behind an answer
 *   <li>{@code 8.head}: a huge head
 *   <li>{@code 27.batch}, {@code 27.cancel}, {@code 27.close}: waiting for several jobs; ends of a
 *       wait that come from outside
 *   <li>{@code 21.calls}: what calls of a closed client end with
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
   * @throws IllegalArgumentException if no rule and no part of one has that id, or the reason is
   *     blank
   */
  public Traits without(String rule, String reason) {
    return with(new Excuse(known(rule), Optional.empty(), checked(reason)));
  }

  /**
   * This rule cannot be kept on this kind of client; whichever certificates it trusts.
   *
   * @throws IllegalArgumentException if no rule and no part of one has that id, or the reason is
   *     blank
   */
  public Traits without(String rule, ClientKind kind, String reason) {
    return with(new Excuse(known(rule), Optional.of(kind.getClass()), checked(reason)));
  }

  private static String known(String rule) {
    if (!ContractRule.isKnown(rule)) {
      throw new IllegalArgumentException("no rule, and no part of one, has the id " + rule);
    }
    return rule;
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
