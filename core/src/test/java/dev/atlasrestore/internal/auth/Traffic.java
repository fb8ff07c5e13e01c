package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.digest.Authorization;
import dev.atlasrestore.internal.digest.CountingRandom;
import dev.atlasrestore.internal.digest.DigestAuthenticator;
import dev.atlasrestore.internal.digest.TestKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Simulates many calls of one client to one server, on a fake clock and in one thread. The seed
 * decides how long each message takes, and so which message overtakes which. It also decides which
 * messages are lost, which calls are cancelled and when the server restarts. Checks the rules that
 * hold for every single message.
 */
final class Traffic {

  /**
   * What goes wrong.
   *
   * @param lost the share of requests without response; half of them do not reach the server
   * @param cancelled the share of calls that are cancelled
   * @param restarts how often the server restarts
   */
  record Hazards(double lost, double cancelled, int restarts) {
    static final Hazards NONE = new Hazards(0, 0, 0);
  }

  private static final int SLOWEST_MESSAGE_MILLIS = 20;
  private static final Duration LOSS_DETECTION = Duration.ofMillis(100);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** The duration of a claim and of four requests, each as slow as a lost one. */
  private static final Duration LONGEST_CALL =
      ClientOnFakeClock.CLAIM.plus(LOSS_DETECTION.multipliedBy(4));

  private record Event(Instant at, int number, Runnable action) {}

  private final Random random;
  private final ServerModel server;
  private final Hazards hazards;
  private final DigestAuthFlow flow =
      new DigestAuthFlow(
          TestKey.KEY,
          new CountingRandom(),
          ClientOnFakeClock.TIMEOUT,
          ClientOnFakeClock.MAX_BODY_BYTES);

  /** Reads the nonces of challenges. */
  private final DigestAuthenticator reader =
      new DigestAuthenticator(TestKey.KEY, new CountingRandom());

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingInt(Event::number));
  private final NonceLedger ledger = new NonceLedger();
  private Instant now = BEGIN;
  private int scheduled;
  private int callsToCome;
  private int requests;
  private int mostRequestsOfACall;
  private int ended;
  private int cancelled;

  Traffic(long seed, ServerModel.Rules rules, Hazards hazards) {
    this.random = new Random(seed);
    this.server = new ServerModel(rules);
    this.hazards = hazards;
  }

  /** Runs this many calls, this many of them at once, until all have ended. */
  Traffic run(int calls, int concurrent) {
    callsToCome = calls;
    for (int i = 0; i < concurrent; i++) {
      after(Duration.ZERO, this::beginCall);
    }
    for (int i = 0; i < hazards.restarts; i++) {
      after(
          Duration.ofMillis(random.nextInt(Math.max(1, 20 * calls / concurrent))), server::restart);
    }
    for (Event next = events.poll(); next != null; next = events.poll()) {
      now = next.at;
      next.action.run();
    }
    assertThat(ended + cancelled).as("calls that have ended").isEqualTo(calls);
    assertThat(flow.isUnused(now)).as("every lease and claim is returned").isTrue();
    return this;
  }

  int requests() {
    return requests;
  }

  int mostRequestsOfACall() {
    return mostRequestsOfACall;
  }

  private void after(Duration delay, Runnable action) {
    events.add(new Event(now.plus(delay), scheduled++, action));
  }

  private Duration travelTime() {
    return Duration.ofNanos(1 + random.nextInt(SLOWEST_MESSAGE_MILLIS * 1_000_000));
  }

  private void beginCall() {
    if (callsToCome > 0) {
      callsToCome--;
      new SimulatedCall().begin();
    }
  }

  /** One call and its runner. */
  private final class SimulatedCall {
    private final Instant began = now;
    private final Set<String> freshNonces = new HashSet<>();
    private int sent;
    private boolean over;
    private Step.Pending<AuthResult> pending;
    private boolean overtaken;
    private String nonce = "";

    private void begin() {
      if (random.nextDouble() < hazards.cancelled) {
        after(Duration.ofMillis(random.nextInt(4 * SLOWEST_MESSAGE_MILLIS)), this::cancel);
      }
      HttpRequest request = HttpRequest.get(URI.create("https://atlas.test/" + scheduled));
      advance(flow.start(request, now, now.plus(ClientOnFakeClock.CALL_TIMEOUT)));
    }

    private void cancel() {
      if (!over) {
        over = true;
        cancelled++;
        ledger.ended(nonce);
        pending.cancelled(now);
        beginCall();
      }
    }

    private void advance(Step<AuthResult> step) {
      if (step instanceof Step.Pending<AuthResult> next) {
        pending = next;
      }
      if (step instanceof Step.Pause<AuthResult> pause) {
        assertThat(pause.delay()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(50));
        after(pause.delay(), () -> unlessOver(() -> advance(pause.elapsed(now))));
      } else if (step instanceof Step.Send<AuthResult> send) {
        send(send);
      } else {
        end(((Step.Done<AuthResult>) step).value());
      }
    }

    private void send(Step.Send<AuthResult> send) {
      requests++;
      sent++;
      nonce = "";
      if (!send.request().headers().isEmpty()) {
        Authorization authorization = Authorization.in(send.request());
        nonce = authorization.nonce();
        ledger.sent(authorization);
      }
      boolean lost = random.nextDouble() < hazards.lost;
      boolean arrives = !lost || random.nextBoolean();
      Duration there = travelTime();
      Duration back = travelTime();
      if (arrives) {
        after(
            there,
            () -> {
              HttpResponse response = server.respond(send.request(), now);
              if (!lost) {
                after(back, () -> unlessOver(() -> receive(send, response)));
              }
            });
      }
      if (lost) {
        after(
            LOSS_DETECTION,
            () ->
                unlessOver(
                    () -> {
                      ledger.ended(nonce);
                      advance(send.unanswered(AuthDialogue.CLOSED, now));
                    }));
      }
    }

    private void receive(Step.Send<AuthResult> send, HttpResponse response) {
      ledger.ended(nonce);
      if (response.status() == 401) {
        overtaken |= provesSharingImpossible(response);
        reader
            .select(response.headers("WWW-Authenticate"))
            .credentials()
            .ifPresent(fresh -> freshNonces.add(fresh.nonce()));
      } else if (overtaken) {
        ledger.requireExclusiveUse();
      }
      advance(send.answered(response, now));
    }

    /**
     * Returns whether a strict server has refused a remembered nonce because one call overtook
     * another. The client must change to exclusive mode then, as soon as the same request is
     * accepted with another nonce.
     */
    private boolean provesSharingImpossible(HttpResponse response) {
      return reason(response).equals(ServerModel.OUT_OF_ORDER)
          && server.rules().equals(ServerModel.Rules.STRICT)
          && hazards.restarts == 0
          && !freshNonces.contains(nonce);
    }

    private static String reason(HttpResponse response) {
      return response.header(ServerModel.REASON).orElse("");
    }

    private void unlessOver(Runnable action) {
      if (!over) {
        action.run();
      }
    }

    private void end(AuthResult result) {
      over = true;
      ended++;
      mostRequestsOfACall = Math.max(mostRequestsOfACall, sent);
      assertThat(result.requests()).isEqualTo(sent);
      assertThat(Duration.between(began, now)).isLessThanOrEqualTo(LONGEST_CALL);
      if (result instanceof AuthResult.Unanswered) {
        assertThat(hazards.lost).isPositive();
      } else {
        HttpResponse response = ((AuthResult.Answered) result).response();
        assertThat(response.status() == 200 || isVictimOfARestart(response))
            .as("a call with the right key succeeds: %s", response.headers())
            .isTrue();
      }
      beginCall();
    }

    /**
     * Returns whether the server forgot a fresh nonce before it was used. No client can distinguish
     * this from a wrong key.
     */
    private boolean isVictimOfARestart(HttpResponse response) {
      return reason(response).equals(ServerModel.FORGOTTEN) && freshNonces.contains(nonce);
    }
  }
}
