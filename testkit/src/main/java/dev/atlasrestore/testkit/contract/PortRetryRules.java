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

/** Situations 17 to 19: the service says not now. */
abstract class PortRetryRules extends PortErrorRules {

  private static final String SENT = "Sat, 01 Jan 2050 00:00:00 GMT";
  private static final String FOUR_SECONDS_LATER = "Sat, 01 Jan 2050 00:00:04 GMT";

  PortRetryRules() {}

  /** The one pause of a second in this kit; the rules below look at what is to be waited for. */
  @RuleTest(value = "17", on = Kinds.OWN)
  void s17_retryAfterIsWaitedForInFull(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.warm();
      scene.atlas().script(PortScene.REF, Reply.status(503).header("Retry-After", "1"));
      long before = System.nanoTime();
      scene.assertReads(PortScene.JOB);
      assertTrue(System.nanoTime() - before >= 1_000_000_000L, "the second try came too early");
      scene.assertRequests(2, "once more, behind the pause");
    }
  }

  @RuleTest("17")
  void s17_retryAfterIsWaitedForInEveryForm(ClientKind kind) throws Exception {
    List<ResponseReply> answers =
        List.of(
            Reply.status(503).header("Retry-After", "4"),
            Reply.error(429, "RATE_LIMITED", "Too many.").header("Retry-After", "004"),
            Reply.status(429).header("Retry-After", "2").header("Retry-After", "4"),
            Reply.status(503).header("Date", SENT).header("Retry-After", FOUR_SECONDS_LATER));
    for (ResponseReply answer : answers) {
      Duration delay = firstRetryDelay(kind, answer);
      assertTrue(delay.compareTo(Duration.ofSeconds(4)) >= 0, answer + ": " + delay);
      assertTrue(
          delay.compareTo(Duration.ofSeconds(4).plus(LONGEST_BACK_OFF)) <= 0,
          answer + ": " + delay);
    }
  }

  /** Begins a read, looks at the pause it is about to make, and closes the port on it. */
  private Duration firstRetryDelay(ClientKind kind, ResponseReply answer) throws Exception {
    BlockingQueue<Duration> delays = new LinkedBlockingQueue<>();
    try (PortScene scene =
        scene(
            kind,
            config ->
                config.withListener(
                    event -> {
                      if (event instanceof CallEvent.Retried retried) {
                        delays.add(retried.delay());
                      }
                    }))) {
      scene.warm();
      scene.atlas().script(PortScene.REF, answer);
      Thread caller = new Thread(() -> endedByClosing(scene), "ended by closing");
      caller.setDaemon(true);
      caller.start();
      return Optional.ofNullable(delays.poll(SOON.toSeconds(), TimeUnit.SECONDS)).orElseThrow();
    }
  }

  private static void endedByClosing(PortScene scene) {
    try {
      scene.port().get(PortScene.REF);
    } catch (RuntimeException closed) {
      // whatever a port says that is closed in the middle of a call
    }
  }

  @RuleTest("17")
  void s17_aRetryAfterThatSaysNothingLeavesTheBackOff(ClientKind kind) throws Exception {
    List<ResponseReply> answers =
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
    try (PortScene scene = scene(kind)) {
      scene.warm();
      for (ResponseReply answer : answers) {
        scene.atlas().script(PortScene.REF, answer);
        scene.assertReads(PortScene.JOB);
        scene.assertRequests(2, answer.toString());
      }
      assertEquals(answers.size(), scene.retryDelays().size());
      for (Duration delay : scene.retryDelays()) {
        assertTrue(delay.compareTo(LONGEST_BACK_OFF) <= 0, delay.toString());
      }
    }
  }

  @RuleTest("18")
  void s18_aRetryAfterBeyondTheDeadlineFailsAtOnce(ClientKind kind) throws Exception {
    Timeouts aMinute = Timeouts.defaults().withCall(Duration.ofMinutes(1));
    try (PortScene scene = scene(kind, config -> config.withTimeouts(aMinute))) {
      scene.warm();
      scene.atlas().script(PortScene.REF, Reply.status(429).header("Retry-After", "61"));
      Optional<Duration> asked = scene.refused(RateLimitedException.class).retryAfter();
      assertEquals(Optional.of(Duration.ofSeconds(61)), asked);
      scene.assertRequests(1, "a minute and a second");
      for (String endless : List.of("1000000000000", "9".repeat(400))) {
        scene.atlas().script(PortScene.REF, Reply.status(429).header("Retry-After", endless));
        Duration clamped =
            scene.refused(RateLimitedException.class).retryAfter().orElse(Duration.ZERO);
        assertTrue(clamped.compareTo(Duration.ofDays(365)) > 0, clamped.toString());
        scene.assertRequests(1, endless);
      }
      scene.atlas().script(PortScene.REF, Reply.status(503).header("Retry-After", "61"));
      ApiException error = scene.refused(ApiException.class);
      assertEquals(503, error.status());
      assertEquals(asked, error.retryAfter());
      scene.assertRequests(1, "a 503");
    }
  }

  @RuleTest("19")
  void s19_passingStatusesAreRepeated(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.warm();
      for (int status : List.of(408, 429, 500, 502, 503, 504)) {
        Reply bare = Reply.status(status);
        scene
            .atlas()
            .script(PortScene.REF, bare, Reply.error(status, "UNEXPECTED_ERROR", "Again."));
        scene.assertReads(PortScene.JOB);
        scene.assertRequests(3, "status " + status + ", twice");
        scene.atlas().script(PortScene.REF, bare, bare, bare);
        ApiException error = scene.refused(ApiException.class);
        assertEquals(status, error.status());
        assertEquals(3, error.attempts());
        scene.assertRequests(3, "status " + status + ", for ever");
      }
    }
  }

  @RuleTest("19")
  void s19_theBackOffDoublesUpToItsCapAndFollowsItsGenerator(ClientKind kind) throws Exception {
    Reply busy = Reply.status(503);
    try (PortScene scene = scene(kind, PortRetryRules::withoutChance)) {
      scene.warm();
      scene.atlas().script(PortScene.REF, busy, busy, busy, busy, busy);
      scene.refused(ApiException.class);
      assertEquals(
          List.of(
              Duration.ofMillis(2),
              Duration.ofMillis(4),
              Duration.ofMillis(7),
              Duration.ofMillis(7)),
          scene.retryDelays());
    }
  }

  /** Always the longest jitter. */
  private static AtlasConfig withoutChance(AtlasConfig config) {
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
