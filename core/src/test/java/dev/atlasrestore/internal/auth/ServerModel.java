package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.internal.digest.Authorization;
import dev.atlasrestore.internal.digest.Challenges;
import dev.atlasrestore.internal.digest.Reference;
import dev.atlasrestore.internal.digest.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A digest server on a fake clock, as strict as real servers are: it accepts no count twice, hardly
 * ever says {@code stale}, and forgets all nonces when it restarts. Requires that every signature
 * is right.
 */
final class ServerModel {

  /** A header field that says why a request was refused. The client does not read it. */
  static final String REASON = "Refused-Because";

  static final String FORGOTTEN = "forgotten";
  static final String OUT_OF_ORDER = "out of order";
  private static final String REPLACED = "replaced";

  /** Which counts of a nonce the server accepts. */
  enum Counts {
    IN_ANY_ORDER,
    RISING,
    WITHOUT_GAP,
    /**
     * Counts without gap, for each opaque. A refusal repeats the opaque and resets its count, so
     * concurrent requests with one opaque invalidate each other (Apache httpd, {@code
     * AuthDigestNcCheck}).
     */
    WITHOUT_GAP_PER_OPAQUE,
    /**
     * Any count, but only with the nonce that the server sent last for the opaque, in a refusal or
     * in {@code nextnonce}. The server says {@code stale} to other nonces (Apache httpd, {@code
     * AuthDigestNonceLifetime 0}).
     */
    LAST_NONCE_PER_OPAQUE
  }

  /**
   * How a server treats nonces.
   *
   * @param counts which counts it accepts
   * @param uses how often a nonce may be used
   * @param lifetime the age at which a nonce expires
   * @param oneForAll whether all challenges have the same nonce
   * @param sendsNextnonce whether each response to a signed request has a {@code nextnonce}
   */
  record Rules(
      Counts counts, int uses, Duration lifetime, boolean oneForAll, boolean sendsNextnonce) {

    static final Rules TOLERANT =
        new Rules(Counts.IN_ANY_ORDER, Integer.MAX_VALUE, Duration.ofDays(1), false, false);
    static final Rules STRICT = TOLERANT.with(Counts.RISING);
    static final Rules ONE_TIME = TOLERANT.withUses(1);

    Rules with(Counts counts) {
      return new Rules(counts, uses, lifetime, oneForAll, sendsNextnonce);
    }

    Rules withUses(int uses) {
      return new Rules(counts, uses, lifetime, oneForAll, sendsNextnonce);
    }

    Rules withLifetime(Duration lifetime) {
      return new Rules(counts, uses, lifetime, oneForAll, sendsNextnonce);
    }

    Rules withOneForAll() {
      return new Rules(counts, uses, lifetime, true, sendsNextnonce);
    }

    Rules withNextnonce() {
      return new Rules(counts, uses, lifetime, oneForAll, true);
    }
  }

  private final Rules rules;
  private final Map<String, Issued> issued = new HashMap<>();
  private final Map<String, Integer> countOfOpaque = new HashMap<>();
  private final Map<String, String> lastNonceOfOpaque = new HashMap<>();
  private int restarts;
  private int names;

  ServerModel(Rules rules) {
    this.rules = rules;
  }

  Rules rules() {
    return rules;
  }

  void restart() {
    restarts++;
    issued.clear();
    countOfOpaque.clear();
    lastNonceOfOpaque.clear();
  }

  HttpResponse respond(HttpRequest request, Instant now) {
    if (request.headers().stream().noneMatch(header -> header.is("Authorization"))) {
      return challenge("unsigned", newOpaque(), now);
    }
    Authorization received = Authorization.in(request);
    assertThat(received.get("uri")).isEqualTo(request.target());
    assertThat(received.get("username")).isEqualTo(TestKey.KEY.publicKey());
    assertThat(received.get("response"))
        .as("response in %s", received)
        .isEqualTo(Reference.response(received, TestKey.KEY, request.method()));
    String opaque = received.get("opaque");
    Integer countOfThisOpaque = countOfOpaque.computeIfPresent(opaque, (name, count) -> count + 1);
    Issued nonce = issued.get(received.nonce());
    if (nonce == null || countOfThisOpaque == null) {
      return challenge(FORGOTTEN, newOpaque(), now);
    }
    if (nonce.uses >= rules.uses
        || Duration.between(nonce.created, now).compareTo(rules.lifetime) > 0) {
      return challenge("expired", opaque, now);
    }
    if (rules.counts == Counts.LAST_NONCE_PER_OPAQUE
        && !received.nonce().equals(lastNonceOfOpaque.get(opaque))) {
      return challenge(REPLACED, opaque, now);
    }
    int count = Integer.parseInt(received.nc(), 16);
    return nonce.accepts(count, countOfThisOpaque, rules.counts)
        ? accept(received, now)
        : challenge(OUT_OF_ORDER, opaque, now);
  }

  private String newOpaque() {
    return "o" + restarts + "/" + names++;
  }

  private HttpResponse accept(Authorization received, Instant now) {
    List<String> info =
        new ArrayList<>(List.of("rspauth=\"" + Reference.rspauth(received, TestKey.KEY) + "\""));
    if (rules.sendsNextnonce) {
      String next = issue(now);
      lastNonceOfOpaque.put(received.get("opaque"), next);
      info.add("nextnonce=\"" + next + "\"");
    }
    HttpHeader header = new HttpHeader("Authentication-Info", String.join(", ", info));
    return HttpResponse.of(200, List.of(header), new byte[0]);
  }

  private HttpResponse challenge(String reason, String opaque, Instant now) {
    countOfOpaque.put(opaque, 0);
    String nonce = issue(now);
    lastNonceOfOpaque.put(opaque, nonce);
    String stale = "stale=" + reason.equals(REPLACED);
    String challenge = Challenges.digest(nonce, "algorithm=MD5", stale, "opaque=" + opaque);
    return HttpResponse.of(
        401,
        List.of(new HttpHeader("WWW-Authenticate", challenge), new HttpHeader(REASON, reason)),
        new byte[0]);
  }

  private String issue(Instant now) {
    String name = restarts + "/" + (rules.oneForAll ? 0 : names++);
    issued.putIfAbsent(name, new Issued(now));
    return name;
  }

  /** A nonce that the server has sent. */
  private static final class Issued {
    private final Instant created;
    private final Set<Integer> accepted = new HashSet<>();
    private int uses;
    private int highest;

    private Issued(Instant created) {
      this.created = created;
    }

    private boolean accepts(int count, int countOfOpaque, Counts counts) {
      boolean fits =
          switch (counts) {
            case IN_ANY_ORDER, LAST_NONCE_PER_OPAQUE -> true;
            case RISING -> count > highest;
            case WITHOUT_GAP -> count == highest + 1;
            case WITHOUT_GAP_PER_OPAQUE -> count == countOfOpaque;
          };
      if (!fits || !accepted.add(count)) {
        return false;
      }
      highest = Math.max(highest, count);
      uses++;
      return true;
    }
  }
}
