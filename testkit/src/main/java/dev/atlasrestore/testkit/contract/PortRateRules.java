package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;

/** The rule 33: how the waits of a client share the rate of polls. */
interface PortRateRules {

  int WAITS = 50;
  int CANCELLED_WAITS = 110;
  int BURST = 20;

  /** The time between two polls. */
  Duration SPACING = Duration.ofMillis(100);

  Duration STOP = Duration.ofSeconds(2);

  Duration MOMENT = Duration.ofMillis(5);

  @Rule(
      id = "33",
      text =
          "If the service responds with 429 and `Retry-After`, the waits of that group send at most"
              + " one further request before that time has passed, and no burst after it.")
  default void status429StopsAllWaitsOfTheGroup(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture =
        fixtures.open(
            config ->
                config
                    .withPoll(PollPolicy.every(Duration.ofMillis(10)))
                    .withPollRate(1, SPACING))) {
      fixture.warm();
      for (int i = 1; i <= WAITS; i++) {
        RestoreJobRef ref = RestoreJobFixtures.ref(i);
        fixture.atlas().put(ref, PortFixture.RUNNING);
        BackgroundCall.start(() -> fixture.port().awaitCompletion(ref));
      }
      fixture.awaitRequests(5);
      fixture
          .atlas()
          .script(Reply.status(429).header("Retry-After", Long.toString(STOP.toSeconds())));
      int refused = awaitRefusal(fixture);
      fixture.atlas().awaitRequests(Integer.MAX_VALUE, STOP.minus(SPACING.multipliedBy(2)));
      int stopped = fixture.atlas().requests().size();
      assertTrue(
          stopped - refused <= 1,
          () -> (stopped - refused) + " requests followed although the service asked for a pause");
      int resumed = 5;
      fixture.awaitRequests(stopped + 1);
      fixture.atlas().awaitRequests(Integer.MAX_VALUE, SPACING.multipliedBy(resumed));
      int after = fixture.atlas().requests().size() - stopped;
      assertTrue(after <= resumed + 3, () -> after + " requests together after the pause");
    }
  }

  /** Waits for the response 429. Returns the number of requests up to it. */
  private static int awaitRefusal(PortFixture fixture) throws InterruptedException {
    while (true) {
      List<SeenRequest> requests = fixture.atlas().requests();
      for (int i = 0; i < requests.size(); i++) {
        if (requests.get(i).status().orElse(0) == 429) {
          return i + 1;
        }
      }
      // The status of a request is known a moment later than the request.
      fixture.atlas().awaitRequests(requests.size() + 1, MOMENT);
    }
  }

  @Rule(
      id = "33.cancel",
      text = "Waits that are cancelled give their permits back, so they delay no other wait.")
  default void cancelledWaitsDelayNoOtherWait(PortFixtures fixtures) throws Exception {
    CallEnds ends = new CallEnds();
    try (PortFixture fixture =
        fixtures.open(
            config -> config.withPollRate(60, Duration.ofMinutes(1)).withListener(ends))) {
      Assumptions.assumeTrue(
          fixture.port() instanceof CancellablePort,
          "the calls of this port cannot be cancelled one by one");
      fixture.warm();
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
      Function<RestoreJobRef, Running<?>> wait =
          ((CancellablePort) fixture.port()).waits().values().iterator().next();
      List<Running<?>> waits = new ArrayList<>();
      for (int i = 0; i < CANCELLED_WAITS; i++) {
        waits.add(wait.apply(PortFixture.REF));
      }
      fixture.awaitRequests(BURST - 1);
      ends.awaitStarts(1 + CANCELLED_WAITS, fixtures.patience(), "waits that are cancelled");
      waits.forEach(Running::cancel);
      ends.await(1 + CANCELLED_WAITS, fixtures.patience(), "waits that are cancelled");
      fixture.atlas().put(PortFixture.REF, PortFixture.JOB);
      long start = System.nanoTime();
      assertEquals(PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      Duration longest = Duration.ofSeconds(2).plus(fixtures.grace());
      assertTrue(
          took.compareTo(longest) < 0,
          () -> "the wait after the cancelled ones polled after " + took);
    }
  }

  @Rule(id = "33.burst", text = "The first polls of 20 waits that begin together are sent at once.")
  default void firstPollsOfTwentyWaitsAreSentAtOnce(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture =
        fixtures.open(config -> config.withPollRate(60, Duration.ofMinutes(1)))) {
      for (int i = 1; i <= BURST; i++) {
        RestoreJobRef ref = RestoreJobFixtures.ref(i);
        fixture.atlas().put(ref, PortFixture.RUNNING);
        BackgroundCall.start(() -> fixture.port().awaitCompletion(ref));
      }
      // The polls need one request each, and one more fetches the challenge.
      Duration longest = Duration.ofSeconds(2).plus(fixtures.grace());
      assertTrue(
          fixture.atlas().awaitRequests(BURST + 1, longest),
          () -> "first polls within " + longest + ": " + fixture.atlas().requests().size());
    }
  }
}
