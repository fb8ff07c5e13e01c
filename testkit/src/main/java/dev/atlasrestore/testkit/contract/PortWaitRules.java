package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.JobStatus;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Situation 27: waiting for a job's end. */
abstract class PortWaitRules extends PortRetryRules {

  static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob SECOND = RestoreJobFixtures.pointInTime();

  PortWaitRules() {}

  @RuleTest("27")
  void s27_aWaitEndsAtATerminalStatus(ClientKind kind) throws Exception {
    for (RestoreJob end :
        List.of(PortScene.JOB, RestoreJobFixtures.broken(), RestoreJobFixtures.killed())) {
      try (PortScene scene = scene(kind, PortWaitRules::patient)) {
        scene.atlas().put(PortScene.REF, RUNNING, SECOND, RUNNING, end);
        List<RestoreJob> seen = new ArrayList<>();
        assertEquals(end, scene.port().awaitCompletion(PortScene.REF, seen::add));
        assertEquals(List.of(RUNNING, SECOND, RUNNING, end), seen);
        scene.assertRequests(5, "four polls and one challenge");
        assertEquals(end, scene.port().awaitCompletion(PortScene.REF));
        scene.assertRequests(1, "it has ended already");
        scene.assertQuiet();
      }
    }
  }

  @RuleTest("27")
  void s27_anUnknownStatusIsWaitedOnUntilTheDeadlineWhichCarriesIt(ClientKind kind)
      throws Exception {
    try (PortScene scene = scene(kind, config -> waiting(config, Duration.ofMillis(500)))) {
      scene.warm();
      scene.atlas().put(PortScene.REF, RestoreJobFixtures.unknownValues());
      DeadlineExceededException error =
          assertThrows(
              DeadlineExceededException.class, () -> scene.port().awaitCompletion(PortScene.REF));
      scene.assertHoldsNoSecret(error);
      assertEquals(
          Optional.of(new JobStatus("REHEARSING")), error.lastSeen().map(RestoreJob::status));
      assertTrue(scene.atlas().requests().size() > 2, "it has hardly looked");
      scene.assertQuietBehindDeadline();
    }
  }

  @RuleTest("27")
  void s27_aDeadlineWithoutAnyAnswerCarriesNothing(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind, config -> waiting(config, Duration.ofMillis(300)))) {
      Reply[] down = Stream.generate(() -> Reply.status(503)).limit(10_000).toArray(Reply[]::new);
      scene.atlas().script(down);
      DeadlineExceededException error =
          assertThrows(
              DeadlineExceededException.class, () -> scene.port().awaitCompletion(PortScene.REF));
      assertEquals(Optional.empty(), error.lastSeen());
      scene.assertQuietBehindDeadline();
    }
  }

  @RuleTest("27")
  void s27_passingFailuresDoNotEndAWait(ClientKind kind) throws Exception {
    List<Reply> trouble = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      trouble.addAll(
          List.of(Reply.status(503), Reply.drop(), Reply.status(429), Hostile.truncated()));
    }
    try (PortScene scene = scene(kind, PortWaitRules::patient)) {
      scene.atlas().put(PortScene.REF, RUNNING, PortScene.JOB);
      scene.atlas().script(PortScene.REF, Reply.unscripted(), Reply.unscripted());
      scene.atlas().script(PortScene.REF, trouble.toArray(Reply[]::new));
      List<RestoreJob> seen = new ArrayList<>();
      assertEquals(PortScene.JOB, scene.port().awaitCompletion(PortScene.REF, seen::add));
      assertEquals(List.of(RUNNING, PortScene.JOB), seen);
    }
  }

  @RuleTest("27")
  void s27_aWaitThatIsSentAwayComesBackNoSoonerThanItWasTold(ClientKind kind) throws Exception {
    Reply away = Reply.error(429, "RATE_LIMITED", "Too many.").header("Retry-After", "1");
    try (PortScene scene = scene(kind, config -> patient(config).withRetry(RetryPolicy.none()))) {
      scene.warm();
      scene.atlas().script(PortScene.REF, away);
      List<RestoreJob> seen = new ArrayList<>();
      long began = System.nanoTime();
      assertEquals(PortScene.JOB, scene.port().awaitCompletion(PortScene.REF, seen::add));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertTrue(took.compareTo(Duration.ofSeconds(1)) >= 0, () -> "was back after " + took);
      assertEquals(List.of(PortScene.JOB), seen);
      scene.assertRequests(2, "sent away once, and the job");
      scene.assertQuiet();
    }
  }

  @RuleTest("27")
  void s27_whatIsNotPassingEndsAWait(ClientKind kind) throws Exception {
    Reply gone = Reply.error(404, "RESTORE_JOB_NOT_FOUND", "Gone.");
    try (PortScene scene = scene(kind, PortWaitRules::patient)) {
      scene.atlas().put(PortScene.REF, RUNNING);
      scene
          .atlas()
          .script(PortScene.REF, Reply.unscripted(), Reply.unscripted(), Reply.unscripted(), gone);
      assertThrows(
          RestoreJobNotFoundException.class, () -> scene.port().awaitCompletion(PortScene.REF));
      scene.assertRequests(4, "a challenge, two polls, and the end");
      scene.assertQuiet();
    }
  }

  @RuleTest("27")
  void s27_whatOnPollThrowsEndsAWaitAsItIs(ClientKind kind) throws Exception {
    RuntimeException mine = new IllegalStateException("mine");
    try (PortScene scene = scene(kind, PortWaitRules::patient)) {
      scene.atlas().put(PortScene.REF, RUNNING);
      RuntimeException thrown =
          assertThrows(
              RuntimeException.class,
              () ->
                  scene
                      .port()
                      .awaitCompletion(
                          PortScene.REF,
                          job -> {
                            throw mine;
                          }));
      assertSame(mine, thrown);
      scene.assertRequests(2, "a challenge and one poll");
      scene.assertQuiet();
    }
  }

  static AtlasConfig patient(AtlasConfig config) {
    return waiting(config, Duration.ofMinutes(1));
  }

  private static AtlasConfig waiting(AtlasConfig config, Duration deadline) {
    return config.withPoll(
        PollPolicy.every(Duration.ofMillis(2)).withoutRate().withDeadline(deadline));
  }
}
