package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.JobStatus;
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

/** The rule 27: waits for one job. */
interface PortWaitRules {

  RestoreJob RUNNING_WITHOUT_SNAPSHOT = RestoreJobFixtures.pointInTime();

  @Rule(id = "27", text = "A wait ends at a terminal status and notifies `onPoll` of every poll.")
  default void waitEndsAtATerminalStatus(PortFixtures fixtures) throws Exception {
    for (RestoreJob end :
        List.of(PortFixture.JOB, RestoreJobFixtures.broken(), RestoreJobFixtures.killed())) {
      try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
        fixture
            .atlas()
            .put(
                PortFixture.REF,
                PortFixture.RUNNING,
                RUNNING_WITHOUT_SNAPSHOT,
                PortFixture.RUNNING,
                end);
        List<RestoreJob> seen = new ArrayList<>();
        assertEquals(end, fixture.port().awaitCompletion(PortFixture.REF, seen::add));
        assertEquals(
            List.of(PortFixture.RUNNING, RUNNING_WITHOUT_SNAPSHOT, PortFixture.RUNNING, end), seen);
        fixture.assertRequests(5, "four polls and one challenge");
        assertEquals(end, fixture.port().awaitCompletion(PortFixture.REF));
        fixture.assertRequests(1, "a job that has already ended");
        fixture.assertQuiet();
      }
    }
  }

  @Rule(
      id = "27",
      text =
          "A wait polls a job of unknown status until the deadline; the exception holds the last"
              + " job.")
  default void unknownStatusIsPolledUntilTheDeadline(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture =
        fixtures.open(config -> PortFixtures.withQuickPolls(config, Duration.ofMillis(500)))) {
      fixture.warm();
      fixture.atlas().put(PortFixture.REF, RestoreJobFixtures.unknownValues());
      DeadlineExceededException error =
          assertThrows(
              DeadlineExceededException.class,
              () -> fixture.port().awaitCompletion(PortFixture.REF));
      fixture.assertShowsNoSecret(error);
      assertEquals(
          Optional.of(new JobStatus("REHEARSING")), error.lastSeen().map(RestoreJob::status));
      assertTrue(fixture.atlas().requests().size() > 2, "the wait has polled too rarely");
      fixture.assertQuietAfterDeadline();
    }
  }

  @Rule(id = "27", text = "If no poll has succeeded, the exception of the deadline holds no job.")
  default void deadlineWithoutAnyResultHoldsNoJob(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture =
        fixtures.open(config -> PortFixtures.withQuickPolls(config, Duration.ofMillis(300)))) {
      Reply[] down = Stream.generate(() -> Reply.status(503)).limit(10_000).toArray(Reply[]::new);
      fixture.atlas().script(down);
      DeadlineExceededException error =
          assertThrows(
              DeadlineExceededException.class,
              () -> fixture.port().awaitCompletion(PortFixture.REF));
      assertEquals(Optional.empty(), error.lastSeen());
      fixture.assertQuietAfterDeadline();
    }
  }

  @Rule(
      id = "27",
      text = "A transient failure of a poll does not end a wait and does not notify `onPoll`.")
  default void transientFailureDoesNotEndAWait(PortFixtures fixtures) throws Exception {
    List<Reply> failures = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      failures.addAll(
          List.of(Reply.status(503), Reply.drop(), Reply.status(429), Hostile.truncated()));
    }
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING, PortFixture.JOB);
      fixture.atlas().script(PortFixture.REF, Reply.unscripted(), Reply.unscripted());
      fixture.atlas().script(PortFixture.REF, failures.toArray(Reply[]::new));
      List<RestoreJob> seen = new ArrayList<>();
      assertEquals(PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF, seen::add));
      assertEquals(List.of(PortFixture.RUNNING, PortFixture.JOB), seen);
    }
  }

  @Rule(id = "27", text = "After a `Retry-After`, the next poll starts no earlier than it says.")
  default void retryAfterDelaysTheNextPoll(PortFixtures fixtures) throws Exception {
    Reply rateLimited = Reply.error(429, "RATE_LIMITED", "Too many.").header("Retry-After", "1");
    try (PortFixture fixture =
        fixtures.open(
            config -> PortFixtures.withQuickPolls(config).withRetry(RetryPolicy.none()))) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, rateLimited);
      List<RestoreJob> seen = new ArrayList<>();
      long start = System.nanoTime();
      assertEquals(PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF, seen::add));
      Duration duration = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(
          duration.compareTo(Duration.ofSeconds(1)) >= 0, () -> "polled again after " + duration);
      assertEquals(List.of(PortFixture.JOB), seen);
      fixture.assertRequests(2, "a 429 and the job");
      fixture.assertQuiet();
    }
  }

  @Rule(id = "27", text = "A permanent failure of a poll ends a wait.")
  default void permanentFailureEndsAWait(PortFixtures fixtures) throws Exception {
    Reply notFound = Reply.error(404, "RESTORE_JOB_NOT_FOUND", "No job.");
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
      fixture
          .atlas()
          .script(
              PortFixture.REF,
              Reply.unscripted(),
              Reply.unscripted(),
              Reply.unscripted(),
              notFound);
      assertThrows(
          RestoreJobNotFoundException.class, () -> fixture.port().awaitCompletion(PortFixture.REF));
      fixture.assertRequests(4, "a challenge, two polls and a 404");
      fixture.assertQuiet();
    }
  }

  @Rule(id = "27", text = "An exception of `onPoll` ends the wait as the same instance.")
  default void exceptionOfOnPollEndsAWait(PortFixtures fixtures) throws Exception {
    RuntimeException ofOnPoll = new IllegalStateException("of onPoll");
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
      RuntimeException thrown =
          assertThrows(
              RuntimeException.class,
              () ->
                  fixture
                      .port()
                      .awaitCompletion(
                          PortFixture.REF,
                          job -> {
                            throw ofOnPoll;
                          }));
      assertSame(ofOnPoll, thrown);
      fixture.assertRequests(2, "a challenge and one poll");
      fixture.assertQuiet();
    }
  }
}
