package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.internal.digest.CountingRandom;
import dev.atlasrestore.internal.digest.TestKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** The flow of one client on a fake clock. */
final class ClientOnFakeClock {

  static final Duration CLAIM = Duration.ofSeconds(2);
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final int MAX_BODY_BYTES = 1000;
  static final Duration CALL_TIMEOUT = Duration.ofDays(1);

  private final DigestAuthFlow flow;
  private final FakeClock clock = new FakeClock();

  ClientOnFakeClock() {
    this(TestKey.KEY, TIMEOUT);
  }

  ClientOnFakeClock(ApiKey key, Duration timeout) {
    flow = new DigestAuthFlow(key, new CountingRandom(), timeout, MAX_BODY_BYTES);
  }

  /** Starts a call for a target. */
  AuthDialogue get(String target) {
    return send(HttpRequest.get(URI.create("https://atlas.test" + target)));
  }

  /** Starts a call. */
  AuthDialogue get() {
    return get("/job");
  }

  /** Starts a call that must end within this time. */
  AuthDialogue getWithin(Duration timeLeft) {
    return send(HttpRequest.get(URI.create("https://atlas.test/job")), timeLeft);
  }

  /** Starts a call with this request. */
  AuthDialogue send(HttpRequest request) {
    return send(request, CALL_TIMEOUT);
  }

  private AuthDialogue send(HttpRequest request, Duration timeLeft) {
    return new AuthDialogue(
        Dialogue.of(now -> flow.start(request, now, now.plus(timeLeft)), clock));
  }

  /** Runs a call that leaves this nonce in the pool, used once. */
  ClientOnFakeClock remembering(String nonce) {
    get()
        .sendsUnsigned()
        .receivesChallenge(digest(nonce))
        .sendsSigned(nonce, 1)
        .receives(200)
        .ends();
    return this;
  }

  /** Leaves the new nonce "fresh" in the pool, used once, after a nonce was refused at this age. */
  ClientOnFakeClock rememberingAfterLifetime(Duration lifetime) {
    remembering("expiring");
    pass(lifetime);
    get()
        .sendsSigned("expiring", 2)
        .receivesChallenge(digest("fresh"))
        .receives(200)
        .endsWith(200, 2);
    return this;
  }

  Instant now() {
    return clock.now();
  }

  void pass(Duration time) {
    clock.advance(time);
  }
}
