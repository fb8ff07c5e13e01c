package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.Download;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The rules 27.policy, policies per call, and 34, waits for the file of a job. */
interface PortGoalRules {

  PollPolicy QUICK = PollPolicy.every(Duration.ofMillis(2)).withDeadline(Duration.ofMinutes(1));

  /**
   * Makes waits poll only once an hour, so that a wait with this policy exceeds its test's timeout.
   */
  static AtlasConfig withSlowPolls(AtlasConfig config) {
    return config.withPoll(PollPolicy.every(Duration.ofHours(1))).withoutPollRate();
  }

  @Rule(id = "27.policy", text = "A wait with a policy of its own ignores that of the client.")
  default void waitFollowsThePolicyOfItsCall(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortGoalRules::withSlowPolls)) {
      abortUnlessSupported(() -> fixture.port().awaitCompletion(PortFixture.REF, QUICK));
      fixture.warm();
      fixture
          .atlas()
          .put(PortFixture.REF, PortFixture.RUNNING, PortFixture.RUNNING, PortFixture.JOB);
      assertEquals(PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF, QUICK));
      fixture.assertRequests(3, "three polls");

      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING, PortFixture.JOB);
      List<RestoreJob> seen = new ArrayList<>();
      assertEquals(
          PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF, QUICK, seen::add));
      assertEquals(List.of(PortFixture.RUNNING, PortFixture.JOB), seen);
    }
  }

  @Rule(id = "27.policy", text = "A batch with a policy of its own ignores that of the client.")
  default void batchFollowsThePolicyOfItsCall(PortFixtures fixtures) throws Exception {
    String batchId = PortFixture.JOB.batchId().orElseThrow();
    RestoreJob running = PortFixture.JOB.toBuilder().status(PortFixture.RUNNING.status()).build();
    try (PortFixture fixture = fixtures.open(PortGoalRules::withSlowPolls)) {
      abortUnlessSupported(() -> PortBatchRules.batches(fixture).awaitAll(List.of(), QUICK));
      fixture.warm();
      fixture.atlas().put(PortFixture.REF, running, PortFixture.JOB);
      assertEquals(
          List.of(PortFixture.JOB),
          PortBatchRules.batches(fixture).awaitAll(List.of(PortFixture.REF), QUICK));
      fixture.atlas().put(PortFixture.REF, running, PortFixture.JOB);
      assertEquals(
          List.of(PortFixture.JOB),
          PortBatchRules.batches(fixture).awaitBatch(PortFixture.REF.clusterRef(), batchId, QUICK));
    }
  }

  @Rule(id = "34", text = "A wait for a file ends as soon as the file can be downloaded.")
  default void waitForTheFileEndsWhenItIsReady(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      abortUnlessSupported(() -> fixture.port().awaitDownload(PortFixture.REF));
      fixture.warm();
      fixture
          .atlas()
          .put(
              PortFixture.REF,
              PortFixture.RUNNING,
              RestoreJobFixtures.withoutLink(),
              PortFixture.JOB.toBuilder().delivery(null).build(),
              RestoreJobFixtures.ready());
      assertEquals(RestoreJobFixtures.ready(), fixture.port().awaitDownload(PortFixture.REF));
      fixture.assertRequests(4, "four polls");
      fixture.assertQuiet();
    }
  }

  @Rule(id = "34", text = "A wait for a file that will never be there fails at once.")
  default void waitForAFileFailsIfThereWillBeNone(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      abortUnlessSupported(() -> fixture.port().awaitDownload(PortFixture.REF));
      fixture.warm();
      for (Map.Entry<RestoreJob, Download.State> each :
          Map.of(
                  RestoreJobFixtures.broken(), Download.State.FAILED,
                  RestoreJobFixtures.killed(), Download.State.FAILED,
                  RestoreJobFixtures.finished(), Download.State.EXPIRED,
                  usedUp(), Download.State.USED_UP,
                  RestoreJobFixtures.automated(), Download.State.NOT_OFFERED)
              .entrySet()) {
        fixture.atlas().put(PortFixture.REF, each.getKey());
        DownloadUnavailableException error =
            assertThrows(
                DownloadUnavailableException.class,
                () -> fixture.port().awaitDownload(PortFixture.REF));
        assertEquals(each.getValue(), error.state());
        assertEquals(each.getKey().id(), error.job().id());
        fixture.assertShowsNoSecret(error);
        fixture.assertRequests(1, each.getValue().toString());
      }
    }
  }

  @Rule(id = "34", text = "A wait for a file ends at the deadline of its policy.")
  default void waitForAFileEndsAtItsDeadline(PortFixtures fixtures) throws Exception {
    RestoreJob withoutDelivery = PortFixture.JOB.toBuilder().delivery(null).build();
    PollPolicy shortWait = QUICK.withDeadline(Duration.ofMillis(300));
    try (PortFixture fixture = fixtures.open(PortGoalRules::withSlowPolls)) {
      abortUnlessSupported(() -> fixture.port().awaitDownload(PortFixture.REF, QUICK));
      fixture.atlas().put(PortFixture.REF, withoutDelivery);
      DeadlineExceededException error =
          assertThrows(
              DeadlineExceededException.class,
              () -> fixture.port().awaitDownload(PortFixture.REF, shortWait));
      assertEquals(withoutDelivery, error.lastSeen().orElseThrow());
    }
  }

  /** Aborts the test if the port does not override a method that has a default. */
  static void abortUnlessSupported(Runnable call) {
    try {
      call.run();
    } catch (UnsupportedOperationException e) {
      Assumptions.abort(e.getMessage());
    } catch (AtlasException | IllegalArgumentException supported) {
      // The method is there. The rules check its results.
    }
  }

  private static RestoreJob usedUp() {
    return PortFixture.JOB.toBuilder()
        .delivery(
            Delivery.builder()
                .method(DeliveryMethod.HTTP)
                .status(DeliveryStatus.MAX_DOWNLOADS_EXCEEDED)
                .build())
        .build();
  }
}
