package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The rules 17 to 19: transient errors of the service, and {@code Retry-After}. */
interface PortRetryRules {

  String SENT = "Sat, 01 Jan 2050 00:00:00 GMT";
  String FOUR_SECONDS_LATER = "Sat, 01 Jan 2050 00:00:04 GMT";

  /** Waits for a whole second. The other tests only read the delay from the event. */
  @Rule(
      id = "17",
      text = "The next attempt starts no earlier than `Retry-After` says.",
      on = ClientKinds.OWN)
  default void retryAfterDelaysTheNextAttempt(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, Reply.status(503).header("Retry-After", "1"));
      long before = System.nanoTime();
      fixture.assertReads(PortFixture.JOB);
      assertTrue(
          System.nanoTime() - before >= 1_000_000_000L, "the next attempt started too early");
      fixture.assertRequests(2, "two attempts");
    }
  }

  @Rule(
      id = "17",
      text =
          "`Retry-After` is read as seconds and as a date; the longest value counts, and at most"
              + " the back-off is added.")
  default void retryAfterIsReadInEveryForm(PortFixtures fixtures) throws Exception {
    List<ResponseReply> responses =
        List.of(
            Reply.status(503).header("Retry-After", "4"),
            Reply.error(429, "RATE_LIMITED", "Too many.").header("Retry-After", "004"),
            Reply.status(429).header("Retry-After", "2").header("Retry-After", "4"),
            Reply.status(503).header("Date", SENT).header("Retry-After", FOUR_SECONDS_LATER));
    for (ResponseReply response : responses) {
      Duration delay = firstRetryDelay(fixtures, response);
      assertTrue(delay.compareTo(Duration.ofSeconds(4)) >= 0, response + ": " + delay);
      assertTrue(
          delay.compareTo(Duration.ofSeconds(4).plus(PortFixtures.LONGEST_BACK_OFF)) <= 0,
          response + ": " + delay);
    }
  }

  /** Starts a read, takes the delay before its retry from the event, and closes the port. */
  private Duration firstRetryDelay(PortFixtures fixtures, ResponseReply response) throws Exception {
    BlockingQueue<Duration> delays = new LinkedBlockingQueue<>();
    try (PortFixture fixture =
        fixtures.open(
            config ->
                config.withListener(
                    event -> {
                      if (event instanceof CallEvent.Retried retried) {
                        delays.add(retried.delay());
                      }
                    }))) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, response);
      BackgroundCall.start(() -> fixture.port().get(PortFixture.REF));
      return Optional.ofNullable(delays.poll(fixtures.patience().toMillis(), TimeUnit.MILLISECONDS))
          .orElseThrow();
    }
  }

  @Rule(
      id = "17",
      text = "A missing, unreadable or past `Retry-After` leaves the back-off as it is.")
  default void unreadableRetryAfterLeavesTheBackOff(PortFixtures fixtures) throws Exception {
    List<ResponseReply> responses =
        List.of(
            Reply.status(429),
            Reply.status(429).header("Retry-After", "abc"),
            Reply.status(429).header("Retry-After", ""),
            Reply.status(503).header("Retry-After", "-5"),
            Reply.status(503).header("Retry-After", "1.5"),
            Reply.status(503).header("Retry-After", "0"),
            Reply.status(503).header("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"),
            Reply.status(503).header("Date", "none").header("Retry-After", FOUR_SECONDS_LATER),
            Reply.status(503).header("Date", SENT).header("Retry-After", SENT));
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (ResponseReply response : responses) {
        fixture.atlas().script(PortFixture.REF, response);
        fixture.assertReads(PortFixture.JOB);
        fixture.assertRequests(2, response.toString());
      }
      assertEquals(responses.size(), fixture.retryDelays().size());
      for (Duration delay : fixture.retryDelays()) {
        assertTrue(delay.compareTo(PortFixtures.LONGEST_BACK_OFF) <= 0, delay.toString());
      }
    }
  }

  @Rule(
      id = "18",
      text = "A `Retry-After` beyond the deadline fails at once, and the exception has its value.")
  default void retryAfterBeyondTheDeadlineFailsAtOnce(PortFixtures fixtures) throws Exception {
    Timeouts aMinute = Timeouts.defaults().withCall(Duration.ofMinutes(1));
    try (PortFixture fixture = fixtures.open(config -> config.withTimeouts(aMinute))) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, Reply.status(429).header("Retry-After", "61"));
      Optional<Duration> retryAfter = fixture.failure(RateLimitedException.class).retryAfter();
      assertEquals(Optional.of(Duration.ofSeconds(61)), retryAfter);
      fixture.assertRequests(1, "a minute and a second");
      for (String endless : List.of("1000000000000", "9".repeat(400))) {
        fixture.atlas().script(PortFixture.REF, Reply.status(429).header("Retry-After", endless));
        Duration clamped =
            fixture.failure(RateLimitedException.class).retryAfter().orElse(Duration.ZERO);
        assertTrue(clamped.compareTo(Duration.ofDays(365)) > 0, clamped.toString());
        fixture.assertRequests(1, endless);
      }
      fixture.atlas().script(PortFixture.REF, Reply.status(503).header("Retry-After", "61"));
      ApiException error = fixture.failure(ApiException.class);
      assertEquals(503, error.status());
      assertEquals(retryAfter, error.retryAfter());
      fixture.assertRequests(1, "a 503");
    }
  }

  @Rule(
      id = "19",
      text =
          "The statuses 408, 429, 500, 502, 503 and 504 are retried up to the limit of attempts.")
  default void transientStatusIsRetried(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (int status : List.of(408, 429, 500, 502, 503, 504)) {
        Reply bare = Reply.status(status);
        fixture
            .atlas()
            .script(PortFixture.REF, bare, Reply.error(status, "UNEXPECTED_ERROR", "Unexpected."));
        fixture.assertReads(PortFixture.JOB);
        fixture.assertRequests(3, "status " + status + ", twice");
        fixture.atlas().script(PortFixture.REF, bare, bare, bare);
        ApiException error = fixture.failure(ApiException.class);
        assertEquals(status, error.status());
        assertEquals(3, error.attempts());
        fixture.assertRequests(3, "status " + status + ", three times");
      }
    }
  }

  @Rule(
      id = "19",
      text = "The back-off doubles up to its maximum, with jitter from the configured generator.")
  default void backOffDoublesUpToItsMaximum(PortFixtures fixtures) throws Exception {
    Reply busy = Reply.status(503);
    try (PortFixture fixture = fixtures.open(PortRetryRules::withLongestJitter)) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, busy, busy, busy, busy, busy);
      fixture.failure(ApiException.class);
      assertEquals(
          List.of(
              Duration.ofMillis(2),
              Duration.ofMillis(4),
              Duration.ofMillis(7),
              Duration.ofMillis(7)),
          fixture.retryDelays());
    }
  }

  private static AtlasConfig withLongestJitter(AtlasConfig config) {
    return config
        .withRandom(() -> -1L)
        .withRetry(
            RetryPolicy.defaults()
                .withMaxAttempts(5)
                .withBaseDelay(Duration.ofMillis(2))
                .withMaxDelay(Duration.ofMillis(7))
                .withBudget(false));
  }
}
