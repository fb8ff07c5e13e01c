package dev.atlasrestore.internal.digest;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.exchange.HttpRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A client on a fake clock: what its conversations share. Cnonces are {@code c1}, {@code c2}, … */
final class Client {

  static final ApiKey KEY = new ApiKey("pubkey", "private-key-1234");
  static final Duration CLAIM = Duration.ofSeconds(2);
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final int MAX_BODY_BYTES = 1000;

  private final DigestAuthFlow signing;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  Client() {
    this(KEY, new Hashes());
  }

  Client(ApiKey key, Hashes hashes) {
    AtomicInteger drawn = new AtomicInteger();
    CnonceSource cnonces = new CnonceSource(() -> "c" + drawn.incrementAndGet());
    DigestAuthenticator keyring = new DigestAuthenticator(key, hashes, cnonces);
    signing =
        new DigestAuthFlow(
            keyring, new NoncePool(CLAIM, TIMEOUT), cnonces, TIMEOUT, MAX_BODY_BYTES);
  }

  /** Begins a conversation about a target. */
  Dialogue get(String target) {
    return send(HttpRequest.get(URI.create("https://atlas.test" + target)));
  }

  /** Begins a conversation about this request. */
  Dialogue send(HttpRequest request) {
    return new Dialogue(this, signing.of(request).start(now));
  }

  /** Begins a conversation. */
  Dialogue get() {
    return get("/job");
  }

  /** A conversation that leaves this nonce in the pool, used once. */
  Client remembering(String nonce) {
    get().asks().challenged(Challenges.digest(nonce)).signs(nonce, 1).answered(200).ends();
    return this;
  }

  /** Leaves "fresh" in the pool, just born and used once, after a nonce died at this age. */
  Client rememberingAfterLife(Duration life) {
    remembering("dying");
    pass(life);
    get().signs("dying", 2).challenged(Challenges.digest("fresh")).answered(200).endsWith(200, 2);
    return this;
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }
}
