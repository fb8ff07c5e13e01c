package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.Authorization;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Checks the nonces and counts on the wire: no count is sent twice. In exclusive mode each nonce is
 * used by one call at a time, and its counts rise.
 */
final class NonceLedger {

  private final Set<String> uses = new HashSet<>();
  private final Map<String, Integer> inFlight = new HashMap<>();
  private final Map<String, Integer> lastCount = new HashMap<>();
  private boolean exclusive;

  /** From now on checks the rules of exclusive mode too. */
  void requireExclusiveUse() {
    exclusive = true;
  }

  /** Records a signed request. */
  void sent(Authorization sent) {
    assertThat(uses.add(sent.nonce() + " " + sent.nc())).as("%s is new", sent).isTrue();
    int users = inFlight.merge(sent.nonce(), 1, Integer::sum);
    int count = Integer.parseInt(sent.nc(), 16);
    Integer before = lastCount.put(sent.nonce(), count);
    if (exclusive) {
      assertThat(users).as("calls that use %s", sent.nonce()).isOne();
      assertThat(before == null || before < count).as("the count rises in %s", sent).isTrue();
    }
  }

  /** Records that a signed request got a response, failed or was cancelled. */
  void ended(String nonce) {
    inFlight.computeIfPresent(nonce, (name, users) -> users == 1 ? null : users - 1);
  }
}
