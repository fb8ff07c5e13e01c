package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.Download;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.Samples;
import dev.atlasrestore.codec.FewWordsCodec;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.Step;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests waits for the file of a job, and policies per call: rules 27 and 34 of the contract. */
class WaitGoalTest {

  private static final PollPolicy EVERY_7_S =
      PollPolicy.every(ofSeconds(7)).withDeadline(ofSeconds(60));

  private static RestoreJob job(String status, DeliveryStatus delivery) {
    return Samples.job(status).toBuilder()
        .delivery(
            Delivery.builder()
                .method(DeliveryMethod.HTTP)
                .status(delivery)
                .url("https://example.com/file.tar.gz")
                .expires(Instant.parse("2020-01-01T00:00:00Z"))
                .build())
        .build();
  }

  @Test
  void fileIsAvailableWhenItsDeliveryIsReady() {
    assertThat(WaitGoal.DOWNLOAD.isReached(job("FINISHED", DeliveryStatus.READY))).isTrue();
    assertThat(WaitGoal.DOWNLOAD.isReached(job("IN_PROGRESS", DeliveryStatus.READY))).isTrue();
    assertThat(WaitGoal.DOWNLOAD.isReached(job("FINISHED", DeliveryStatus.PENDING))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "FINISHED, EXPIRED, EXPIRED",
    "FINISHED, MAX_DOWNLOADS_EXCEEDED, USED_UP",
    "FINISHED, FAILED, FAILED",
    "FINISHED, INTERRUPTED, FAILED",
    "BROKEN, READY, FAILED",
    "KILLED, PENDING, FAILED"
  })
  void obstacleIsTheStateOfTheDownload(String status, String delivery, Download.State state) {
    assertThat(WaitGoal.DOWNLOAD.obstacle(job(status, new DeliveryStatus(delivery))))
        .contains(state);
  }

  @Test
  void automatedRestoreIsAnObstacleAndAMissingDeliveryIsNone() {
    RestoreJob automated =
        Samples.job("FINISHED").toBuilder()
            .delivery(
                Delivery.builder()
                    .method(DeliveryMethod.HTTP)
                    .status(DeliveryStatus.READY)
                    .targetClusterId("5e2211c17a3e5a48f5497d01")
                    .build())
            .build();
    assertThat(WaitGoal.DOWNLOAD.obstacle(automated)).contains(Download.State.NOT_OFFERED);
    assertThat(WaitGoal.DOWNLOAD.obstacle(Samples.job("FINISHED"))).isEmpty();
    assertThat(WaitGoal.DOWNLOAD.obstacle(job("FINISHED", new DeliveryStatus("NEW")))).isEmpty();
  }

  @Test
  void waitForTheFileFailsWithTheCostOfTheCall() {
    DownloadUnavailableException error =
        Dialogue.of(new RestoreJobCalls(config(), new FewWordsCodec()).awaitDownload(REF))
            .after(ofSeconds(3))
            .answer(200, "BROKEN")
            .expectFailed(DownloadUnavailableException.class);
    assertThat(error.state()).isEqualTo(Download.State.FAILED);
    assertThat(error.attempts()).isEqualTo(1);
    assertThat(error.elapsed()).isEqualTo(ofSeconds(3));
    assertThat(error).hasMessageContaining("BROKEN").hasMessageContaining("request a new restore");
  }

  @Test
  void finishedJobWithoutAFileIsPolledUntilTheDeadlineOfTheCall() {
    RestoreJobCalls calls = new RestoreJobCalls(config(), new FewWordsCodec());
    Dialogue<RestoreJob> dialogue =
        Dialogue.of(calls.awaitDownload(REF, EVERY_7_S)).answer(200, "FINISHED");
    assertThat(dialogue.expectPause()).isBetween(ofSeconds(5), ofSeconds(9));
    while (dialogue.step() instanceof Step.Pending) {
      dialogue =
          dialogue.step() instanceof Step.Pause ? dialogue.elapse() : answerFinished(dialogue);
    }
    assertThat(dialogue.expectFailed(DeadlineExceededException.class))
        .hasMessageStartingWith("The file of the restore job was not available within 1 min: ");
  }

  private static Dialogue<RestoreJob> answerFinished(Dialogue<RestoreJob> dialogue) {
    return dialogue.answer(200, "FINISHED");
  }

  @Test
  void policyOfTheCallReplacesThatOfTheClient() {
    RestoreJobCalls calls = new RestoreJobCalls(config(), new FewWordsCodec());
    Dialogue<RestoreJob> dialogue =
        Dialogue.of(calls.awaitCompletion(REF, EVERY_7_S)).answer(200, "IN_PROGRESS");
    assertThat(dialogue.expectPause()).isBetween(ofSeconds(5), ofSeconds(9));
  }
}
