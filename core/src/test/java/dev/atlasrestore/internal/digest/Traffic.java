package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Many conversations of one client with one server, on a fake clock and in one thread: a seed
 * decides how long each message takes, so which overtakes which, what is lost, who gives up and
 * when the server restarts. What must hold of every single message is asserted on the way.
 */
final class Traffic {

  /**
   * What goes wrong.
   *
   * @param lost the share of requests that get no answer, half of them before the server saw them
   * @param cancelled the share of calls that are given up
   * @param restarts how often the server restarts
   */
  record Hazards(double lost, double cancelled, int restarts) {
    static final Hazards NONE = new Hazards(0, 0, 0);
  }

  private static final int SLOWEST_MESSAGE_MILLIS = 20;
  private static final Duration LOSS_NOTICED = Duration.ofMillis(100);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** A claim's length, and then four requests, none slower than a lost one. */
  private static final Duration LONGEST_CALL = Client.CLAIM.plus(LOSS_NOTICED.multipliedBy(4));

  private record Event(Instant at, int number, Runnable action) {}

  private final Random random;
  private final ServerModel server;
  private final Hazards hazards;
  private final DigestAuthFlow signing;
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
    CnonceSource cnonces = new CnonceSource(() -> Long.toHexString(random.nextLong()));
    this.signing =
        new DigestAuthFlow(
            new DigestAuthenticator(Client.KEY, new Hashes(), cnonces),
            new NoncePool(Client.CLAIM, Client.TIMEOUT),
            cnonces,
            Client.TIMEOUT,
            Client.MAX_BODY_BYTES);
  }

  /** Runs so many calls, so many of them at once, until nothing is left to happen. */
  Traffic run(int calls, int concurrent) {
    callsToCome = calls;
    for (int i = 0; i < concurrent; i++) {
      after(Duration.ZERO, this::begin);
    }
    for (int i = 0; i < hazards.restarts; i++) {
      after(
          Duration.ofMillis(random.nextInt(Math.max(1, 20 * calls / concurrent))), server::restart);
    }
    for (Event next = events.poll(); next != null; next = events.poll()) {
      now = next.at;
      next.action.run();
    }
    assertThat(ended + cancelled).as("every call ends").isEqualTo(calls);
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

  private void begin() {
    if (callsToCome > 0) {
      callsToCome--;
      new Conversation().begin();
    }
  }

  /** One call, and the runner that carries it. */
  private final class Conversation {
    private final Instant began = now;
    private final Set<String> challengedWith = new HashSet<>();
    private int sent;
    private boolean over;
    private boolean overtaken;
    private String nonce = "";

    private void begin() {
      if (random.nextDouble() < hazards.cancelled) {
        after(Duration.ofMillis(random.nextInt(4 * SLOWEST_MESSAGE_MILLIS)), this::cancel);
      }
      HttpRequest request = HttpRequest.get(URI.create("https://atlas.test/" + scheduled));
      advance(signing.of(request).start(now));
    }

    private void cancel() {
      if (!over) {
        over = true;
        cancelled++;
        ledger.landed(nonce);
        Traffic.this.begin();
      }
    }

    private void advance(Step<AuthResult> step) {
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
      if (send.request().headers().size() > 0) {
        Authorization said = Authorization.in(send.request());
        nonce = said.nonce();
        ledger.sent(said);
      }
      boolean lost = random.nextDouble() < hazards.lost;
      boolean seen = !lost || random.nextBoolean();
      Duration there = travelTime();
      Duration back = travelTime();
      if (seen) {
        after(
            there,
            () -> {
              HttpResponse answer = server.answer(send.request(), now);
              if (!lost) {
                after(back, () -> unlessOver(() -> answered(send, answer)));
              }
            });
      }
      if (lost) {
        after(
            LOSS_NOTICED,
            () ->
                unlessOver(
                    () -> {
                      ledger.landed(nonce);
                      advance(send.unanswered(Dialogue.CLOSED, now));
                    }));
      }
    }

    private void answered(Step.Send<AuthResult> send, HttpResponse answer) {
      ledger.landed(nonce);
      if (answer.status() == 401) {
        overtaken |= isOvertaken(answer);
        HeaderFields.challenges(answer.headers("WWW-Authenticate"))
            .forEach(challenge -> challengedWith.add(challenge.params().get("nonce")));
      } else if (overtaken) {
        ledger.requireExclusiveUse();
      }
      advance(send.answered(answer, now));
    }

    /**
     * Then sharing has failed, within seconds and for this reason alone; the client knows once the
     * request is accepted with another nonce.
     */
    private boolean isOvertaken(HttpResponse answer) {
      return answer.header(ServerModel.WHY).orElse("").equals(ServerModel.OUT_OF_ORDER)
          && server.rules().equals(ServerModel.Rules.STRICT)
          && hazards.restarts == 0
          && !challengedWith.contains(nonce);
    }

    private void unlessOver(Runnable action) {
      if (!over) {
        action.run();
      }
    }

    private void end(AuthResult exchange) {
      over = true;
      ended++;
      mostRequestsOfACall = Math.max(mostRequestsOfACall, sent);
      assertThat(exchange.requests()).isEqualTo(sent);
      assertThat(Duration.between(began, now)).isLessThanOrEqualTo(LONGEST_CALL);
      if (exchange instanceof AuthResult.Unanswered) {
        assertThat(hazards.lost).isPositive();
      } else {
        AuthResult.Answered answered = (AuthResult.Answered) exchange;
        assertThat(answered.response().status() == 200 || isVictimOfARestart(answered.response()))
            .as("the key is right, so no call is refused: %s", answered.response().headers())
            .isTrue();
      }
      Traffic.this.begin();
    }

    /**
     * A fresh challenge that was forgotten before it could be answered cannot be told from a wrong
     * key.
     */
    private boolean isVictimOfARestart(HttpResponse answer) {
      return answer.header(ServerModel.WHY).orElse("").equals(ServerModel.FORGOTTEN)
          && challengedWith.contains(nonce);
    }
  }
}
