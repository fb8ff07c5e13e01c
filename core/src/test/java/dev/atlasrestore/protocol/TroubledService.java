package dev.atlasrestore.protocol;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A simulated service on two nodes, behind a load balancer and a proxy. It has episodes of faults
 * at random times. Its first minute has no faults.
 *
 * <p>A node accepts its own nonces only, for a random lifetime. The load balancer changes the node
 * at most once a minute, between any two requests.
 */
final class TroubledService implements Simulation.Server {

  static final Duration LONGEST_EPISODE = Duration.ofMinutes(10);

  private static final Duration FIRST_CALM = Duration.ofMinutes(1);
  private static final Duration LATENCY = Duration.ofMillis(40);
  private static final int LAST_END_HOURS = 20;
  private static final List<String> END_STATUSES = List.of("FINISHED", "BROKEN", "KILLED");
  private static final Pattern NONCE = Pattern.compile("\\bnonce=\"([^\"]+)\"");
  private static final String LOGIN_PAGE = "<html>Log in</html>";

  /** The reasons for which the service itself refuses every request from some time on. */
  enum Refusal {
    KEY_WITHDRAWN,
    JOB_DELETED,
    PERMISSION_TAKEN
  }

  private enum Fault {
    NONE,
    RESTART,
    UNAVAILABLE,
    RATE_LIMITED,
    LOGIN_PAGE,
    UNKNOWN_HOST,
    TLS,
    DROPPED,
    NOT_HTTP,
    SLOW,
    NOT_A_JOB,
    STALE
  }

  private final SplittableRandom random;
  private final Instant changeAt;
  private final String lastStatus;
  private final Optional<Refusal> refusal;
  private final Duration nonceLifetime;
  private final Map<String, Instant> nonces = new HashMap<>();
  private Fault fault = Fault.NONE;
  private Instant episodeEnd;
  private Instant nodeSince;
  private int node;
  private int issued;
  private int faults;
  private int requestsAfterRefusal;

  private TroubledService(long seed, Instant began, Optional<Refusal> refusal) {
    this.random = new SplittableRandom(seed);
    this.episodeEnd = began.plus(FIRST_CALM);
    this.nodeSince = began;
    this.refusal = refusal;
    this.changeAt =
        began
            .plus(FIRST_CALM)
            .plusSeconds(random.nextInt((int) Duration.ofHours(LAST_END_HOURS).toSeconds()));
    this.lastStatus = END_STATUSES.get(random.nextInt(END_STATUSES.size()));
    this.nonceLifetime = Duration.ofSeconds(1 + random.nextInt(600));
  }

  /** Creates a service whose job ends at a random time within 20 hours. */
  static TroubledService withEndingJob(long seed, Instant began) {
    return new TroubledService(seed, began, Optional.empty());
  }

  /** Creates a service that refuses every request from a random time on, without other faults. */
  static TroubledService withRefusal(long seed, Instant began, Refusal refusal) {
    return new TroubledService(seed, began, Optional.of(refusal));
  }

  /** Returns the terminal status of the job. */
  String lastStatus() {
    return lastStatus;
  }

  /** Returns the number of requests that met a fault. */
  int faults() {
    return faults;
  }

  /** Returns the time from which the service refuses. */
  Instant refusalAt() {
    return changeAt;
  }

  int requestsAfterRefusal() {
    return requestsAfterRefusal;
  }

  @Override
  public Simulation.Reply reply(HttpRequest request, Instant now) {
    if (refusal.isPresent() && !now.isBefore(changeAt)) {
      requestsAfterRefusal++;
      return respond(request, now);
    }
    if (!now.isBefore(episodeEnd)) {
      beginEpisode(now);
    }
    if (now.isAfter(nodeSince.plusSeconds(60)) && random.nextInt(20) == 0) {
      node = 1 - node;
      nodeSince = now;
    }
    if (fault != Fault.NONE) {
      faults++;
    }
    return switch (fault) {
      case NONE -> respond(request, now);
      case RESTART -> lost(TransportFailure.notSent(Kind.REFUSED));
      case UNAVAILABLE -> random.nextBoolean() ? answer(503, "") : answer(503, "", retryAfter());
      case RATE_LIMITED -> answer(429, "error RATE_LIMITED", retryAfter());
      case LOGIN_PAGE -> loginPage();
      case UNKNOWN_HOST -> lost(TransportFailure.notSent(Kind.UNKNOWN_HOST));
      case TLS -> lost(TransportFailure.notSent(Kind.TLS));
      case DROPPED ->
          lost(TransportFailure.unknown(Kind.CLOSED).withReusedConnection(random.nextBoolean()));
      case NOT_HTTP -> lost(TransportFailure.unknown(Kind.MALFORMED));
      case SLOW -> new Simulation.Answer(Duration.ofHours(1), Dialogue.response(200, "FINISHED"));
      case NOT_A_JOB -> answer(200, "error ODD_MEMBER");
      case STALE -> challenge(now, true);
    };
  }

  private void beginEpisode(Instant now) {
    boolean calm = fault != Fault.NONE;
    if (fault == Fault.RESTART) {
      nonces.clear();
    }
    Fault[] all = Fault.values();
    fault = calm ? Fault.NONE : all[random.nextInt(all.length)];
    int seconds = 1 + random.nextInt((int) LONGEST_EPISODE.toSeconds());
    boolean brief = random.nextBoolean();
    episodeEnd = now.plusSeconds(brief ? 1 : seconds);
  }

  private Simulation.Reply respond(HttpRequest request, Instant now) {
    if (!isSigned(request, now) || isRefusing(Refusal.KEY_WITHDRAWN, now)) {
      return challenge(now, random.nextBoolean() && !isRefusing(Refusal.KEY_WITHDRAWN, now));
    }
    if (isRefusing(Refusal.JOB_DELETED, now)) {
      return answer(404, "error RESTORE_JOB_NOT_FOUND; gone");
    }
    if (isRefusing(Refusal.PERMISSION_TAKEN, now)) {
      return answer(403, "error USER_UNAUTHORIZED; no role");
    }
    boolean ended = refusal.isEmpty() && !now.isBefore(changeAt);
    return answer(200, ended ? lastStatus : "IN_PROGRESS");
  }

  private boolean isRefusing(Refusal which, Instant now) {
    return refusal.equals(Optional.of(which)) && !now.isBefore(changeAt);
  }

  private boolean isSigned(HttpRequest request, Instant now) {
    return request.headers().stream()
        .filter(header -> header.is("Authorization"))
        .map(header -> NONCE.matcher(header.value()))
        .filter(Matcher::find)
        .map(matcher -> nonces.get(matcher.group(1)))
        .anyMatch(expiry -> expiry != null && now.isBefore(expiry) && isOfThisNode(request));
  }

  private boolean isOfThisNode(HttpRequest request) {
    return request.headers().stream()
        .anyMatch(header -> header.is("Authorization") && header.value().contains("\"node" + node));
  }

  private Simulation.Reply challenge(Instant now, boolean stale) {
    String nonce = "node" + node + "-" + issued++;
    nonces.put(nonce, now.plus(nonceLifetime));
    return answer(
        401,
        "",
        "WWW-Authenticate: Digest realm=\"MMS Public API\", nonce=\""
            + nonce
            + "\", algorithm=MD5, qop=\"auth\", stale="
            + stale);
  }

  private Simulation.Reply loginPage() {
    return switch (random.nextInt(5)) {
      case 0 -> answer(200, LOGIN_PAGE);
      case 1 -> answer(302, LOGIN_PAGE, "Location: https://login.example/");
      case 2 -> answer(407, LOGIN_PAGE, "Proxy-Authenticate: Basic realm=\"proxy\"");
      case 3 -> answer(401, LOGIN_PAGE, "WWW-Authenticate: Basic realm=\"proxy\"");
      default -> answer(403, LOGIN_PAGE);
    };
  }

  private String retryAfter() {
    return "Retry-After: " + random.nextInt(300);
  }

  private static Simulation.Reply lost(TransportFailure failure) {
    return new Simulation.NoAnswer(LATENCY, failure);
  }

  private static Simulation.Reply answer(int status, String body, String... headers) {
    return new Simulation.Answer(LATENCY, Dialogue.response(status, body, headers));
  }
}
