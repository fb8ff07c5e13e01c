package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Every use of every nonce, as seen on the wire: none is made twice, and where nonces are held by
 * one call at a time, their counts rise.
 */
final class NonceLedger {

  private final Set<String> uses = new HashSet<>();
  private final Map<String, Integer> inFlight = new HashMap<>();
  private final Map<String, Integer> lastCount = new HashMap<>();
  private boolean exclusive;

  /** From now on no nonce may be used by two calls at a time. */
  void requireExclusiveUse() {
    exclusive = true;
  }

  /** A signed request goes out. */
  void sent(Authorization said) {
    assertThat(uses.add(said.nonce() + " " + said.nc())).as("%s is used once", said).isTrue();
    int users = inFlight.merge(said.nonce(), 1, Integer::sum);
    int count = Integer.parseInt(said.nc(), 16);
    Integer before = lastCount.put(said.nonce(), count);
    if (exclusive) {
      assertThat(users).as("calls that use %s", said.nonce()).isOne();
      assertThat(before == null || before < count).as("the count rises in %s", said).isTrue();
    }
  }

  /** A signed request was answered, or is not waited for any more. */
  void landed(String nonce) {
    inFlight.computeIfPresent(nonce, (name, users) -> users == 1 ? null : users - 1);
  }
}
