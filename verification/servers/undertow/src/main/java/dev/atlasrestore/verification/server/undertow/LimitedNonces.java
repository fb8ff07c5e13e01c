package dev.atlasrestore.verification.server.undertow;

import dev.atlasrestore.verification.server.ServerOptions;
import io.undertow.security.api.NonceManager;
import io.undertow.security.impl.SimpleNonceManager;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits the lifetime and the count of Undertow's nonces. {@link SimpleNonceManager} has a fixed
 * lifetime of minutes and no largest count. This class rejects a nonce earlier and delegates every
 * other decision.
 */
final class LimitedNonces implements NonceManager {
  private final NonceManager nonces = new SimpleNonceManager();
  private final Map<String, Long> issueTimes = new ConcurrentHashMap<>();
  private final long lifetimeNanos;
  private final int maxCount;

  private LimitedNonces(long lifetimeNanos, int maxCount) {
    this.lifetimeNanos = lifetimeNanos;
    this.maxCount = maxCount;
  }

  /** Returns a nonce manager with the limits of the options. Without limits it is Undertow's own. */
  static NonceManager of(ServerOptions options) {
    long lifetime = options.nonceLifetime().map(d -> d.toNanos()).orElse(Long.MAX_VALUE);
    int count =
        options.flag(ServerOptions.ONE_TIME)
            ? 1
            : options.number(ServerOptions.NONCE_COUNT).orElse(Integer.MAX_VALUE);
    return lifetime == Long.MAX_VALUE && count == Integer.MAX_VALUE
        ? new SimpleNonceManager()
        : new LimitedNonces(lifetime, count);
  }

  @Override
  public String nextNonce(@Nullable String last, HttpServerExchange exchange) {
    // Undertow sends the last nonce again as nextnonce while it is valid. A nonce that has reached
    // a limit must not be sent again.
    boolean unusable = last == null || maxCount == 1 || isExpired(last);
    String next = nonces.nextNonce(unusable ? null : last, exchange);
    issueTimes.putIfAbsent(next, System.nanoTime());
    return next;
  }

  @Override
  public boolean validateNonce(String nonce, int count, HttpServerExchange exchange) {
    return count <= maxCount && !isExpired(nonce) && nonces.validateNonce(nonce, count, exchange);
  }

  private boolean isExpired(String nonce) {
    Long issued = issueTimes.get(nonce);
    return issued != null && System.nanoTime() - issued > lifetimeNanos;
  }
}
