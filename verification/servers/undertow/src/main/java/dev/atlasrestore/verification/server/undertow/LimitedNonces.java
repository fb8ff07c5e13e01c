package dev.atlasrestore.verification.server.undertow;

import dev.atlasrestore.verification.server.ServerOptions;
import io.undertow.security.api.NonceManager;
import io.undertow.security.impl.SimpleNonceManager;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Undertow's own nonces, cut short. {@link SimpleNonceManager} has a fixed life of minutes and no
 * largest count; this one refuses a nonce earlier and otherwise leaves every decision to it.
 */
final class LimitedNonces implements NonceManager {
  private final NonceManager nonces = new SimpleNonceManager();
  private final Map<String, Long> births = new ConcurrentHashMap<>();
  private final long lifeNanos;
  private final int lastCount;

  private LimitedNonces(long lifeNanos, int lastCount) {
    this.lifeNanos = lifeNanos;
    this.lastCount = lastCount;
  }

  /** Returns the nonces the options ask for: Undertow's own, where they ask for no limit. */
  static NonceManager of(ServerOptions options) {
    long life = options.nonceLife().map(d -> d.toNanos()).orElse(Long.MAX_VALUE);
    int count =
        options.flag(ServerOptions.ONE_TIME)
            ? 1
            : options.number(ServerOptions.NONCE_COUNT).orElse(Integer.MAX_VALUE);
    return life == Long.MAX_VALUE && count == Integer.MAX_VALUE
        ? new SimpleNonceManager()
        : new LimitedNonces(life, count);
  }

  @Override
  public String nextNonce(@Nullable String last, HttpServerExchange exchange) {
    // Undertow hands the last nonce out again, as nextnonce, while it is good: not one that is
    // spent
    boolean spent = last == null || lastCount == 1 || isOld(last);
    String next = nonces.nextNonce(spent ? null : last, exchange);
    births.putIfAbsent(next, System.nanoTime());
    return next;
  }

  @Override
  public boolean validateNonce(String nonce, int count, HttpServerExchange exchange) {
    return count <= lastCount && !isOld(nonce) && nonces.validateNonce(nonce, count, exchange);
  }

  private boolean isOld(String nonce) {
    Long birth = births.get(nonce);
    return birth != null && System.nanoTime() - birth > lifeNanos;
  }
}
