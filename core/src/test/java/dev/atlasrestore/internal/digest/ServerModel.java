package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A digest server on a fake clock, as hard as real ones come: it takes no count twice, refuses in
 * plain words (hardly ever {@code stale}), and forgets all nonces when it restarts. Every signature
 * must be right.
 */
final class ServerModel {

  /** Says in a refusal why; no client looks at it. */
  static final String WHY = "Why";

  static final String FORGOTTEN = "forgotten";
  static final String OUT_OF_ORDER = "out of order";
  private static final String REPLACED = "replaced";

  /** Which counts of a nonce are taken. */
  enum Counts {
    IN_ANY_ORDER,
    RISING,
    WITHOUT_GAP,
    /**
     * Without gap, and counted for each opaque: a refusal repeats the opaque and sets its count
     * back, so requests side by side with one opaque spoil each other (Apache httpd, {@code
     * AuthDigestNcCheck}).
     */
    OF_ITS_OPAQUE,
    /**
     * Any, but of the nonce that was named last for its opaque, in a refusal or an answer, and says
     * {@code stale} of others (Apache httpd, {@code AuthDigestNonceLifetime 0}).
     */
    OF_THE_LAST_OF_ITS_OPAQUE
  }

  /**
   * How one kind of server treats nonces.
   *
   * @param uses how often a nonce may be used
   * @param life how long
   * @param oneForAll whether everybody is given the same one
   * @param namesNext whether each answer names a new one
   */
  record Rules(Counts counts, int uses, Duration life, boolean oneForAll, boolean namesNext) {

    static final Rules TOLERANT =
        new Rules(Counts.IN_ANY_ORDER, Integer.MAX_VALUE, Duration.ofDays(1), false, false);
    static final Rules STRICT = TOLERANT.with(Counts.RISING);
    static final Rules ONE_TIME = TOLERANT.withUses(1);

    Rules with(Counts counts) {
      return new Rules(counts, uses, life, oneForAll, namesNext);
    }

    Rules withUses(int uses) {
      return new Rules(counts, uses, life, oneForAll, namesNext);
    }

    Rules withLife(Duration life) {
      return new Rules(counts, uses, life, oneForAll, namesNext);
    }

    Rules withOneForAll() {
      return new Rules(counts, uses, life, true, namesNext);
    }

    Rules withNextNonces() {
      return new Rules(counts, uses, life, oneForAll, true);
    }
  }

  private final Rules rules;
  private final Map<String, Issued> issued = new HashMap<>();
  private final Map<String, Integer> countsOfOpaques = new HashMap<>();
  private final Map<String, String> lastOfOpaques = new HashMap<>();
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
    countsOfOpaques.clear();
    lastOfOpaques.clear();
  }

  HttpResponse answer(HttpRequest request, Instant now) {
    if (request.headers().stream().noneMatch(header -> header.is("Authorization"))) {
      return challenge("unsigned", newOpaque(), now);
    }
    Authorization said = Authorization.in(request);
    assertThat(said.get("uri")).isEqualTo(request.target());
    assertThat(said.get("username")).isEqualTo(Client.KEY.publicKey());
    assertThat(said.get("response"))
        .as("response to %s", said)
        .isEqualTo(Reference.response(said, Client.KEY, request.method()));
    String opaque = said.get("opaque");
    Integer last = countsOfOpaques.computeIfPresent(opaque, (name, count) -> count + 1);
    Issued nonce = issued.get(said.nonce());
    if (nonce == null || last == null) {
      return challenge(FORGOTTEN, newOpaque(), now);
    }
    if (nonce.uses >= rules.uses || Duration.between(nonce.born, now).compareTo(rules.life) > 0) {
      return challenge("dead", opaque, now);
    }
    if (rules.counts == Counts.OF_THE_LAST_OF_ITS_OPAQUE
        && !said.nonce().equals(lastOfOpaques.get(opaque))) {
      return challenge(REPLACED, opaque, now);
    }
    int count = Integer.parseInt(said.nc(), 16);
    return nonce.takes(count, last, rules.counts)
        ? accept(said, now)
        : challenge(OUT_OF_ORDER, opaque, now);
  }

  private String newOpaque() {
    return "o" + restarts + "/" + names++;
  }

  private HttpResponse accept(Authorization said, Instant now) {
    List<String> info =
        new ArrayList<>(List.of("rspauth=\"" + Reference.rspauth(said, Client.KEY) + "\""));
    if (rules.namesNext) {
      String next = issue(now);
      lastOfOpaques.put(said.get("opaque"), next);
      info.add("nextnonce=\"" + next + "\"");
    }
    HttpHeader header = new HttpHeader("Authentication-Info", String.join(", ", info));
    return HttpResponse.of(200, List.of(header), new byte[0]);
  }

  private HttpResponse challenge(String why, String opaque, Instant now) {
    countsOfOpaques.put(opaque, 0);
    String nonce = issue(now);
    lastOfOpaques.put(opaque, nonce);
    String stale = "stale=" + why.equals(REPLACED);
    String challenge = Challenges.digest(nonce, "algorithm=MD5", stale, "opaque=" + opaque);
    return HttpResponse.of(
        401,
        List.of(new HttpHeader("WWW-Authenticate", challenge), new HttpHeader(WHY, why)),
        new byte[0]);
  }

  private String issue(Instant now) {
    String name = restarts + "/" + (rules.oneForAll ? 0 : names++);
    issued.putIfAbsent(name, new Issued(now));
    return name;
  }

  private static final class Issued {
    private final Instant born;
    private final Set<Integer> taken = new HashSet<>();
    private int uses;
    private int last;

    private Issued(Instant born) {
      this.born = born;
    }

    private boolean takes(int count, int ofOpaque, Counts counts) {
      boolean fits =
          switch (counts) {
            case IN_ANY_ORDER, OF_THE_LAST_OF_ITS_OPAQUE -> true;
            case RISING -> count > last;
            case WITHOUT_GAP -> count == last + 1;
            case OF_ITS_OPAQUE -> count == ofOpaque;
          };
      if (!fits || !taken.add(count)) {
        return false;
      }
      last = Math.max(last, count);
      uses++;
      return true;
    }
  }
}
