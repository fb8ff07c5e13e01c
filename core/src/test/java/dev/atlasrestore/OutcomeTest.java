package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Download.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link JobOutcome} and {@link Download}: the state of a job and of its file. */
class OutcomeTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant TOMORROW = NOW.plusSeconds(86_400);

  private static final Delivery READY =
      Delivery.builder()
          .method(DeliveryMethod.HTTP)
          .status(DeliveryStatus.READY)
          .url("https://backup.example/s3cr3t/data.tar.gz")
          .expires(TOMORROW)
          .build();

  private static State state(String job, Delivery delivery) {
    return download(job, delivery).state();
  }

  private static Download download(String job, Delivery delivery) {
    return Samples.job(job).toBuilder().delivery(delivery).build().download(NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "IN_PROGRESS, RUNNING, false",
    "FINISHED, SUCCEEDED, true",
    "BROKEN, FAILED, true",
    "KILLED, CANCELLED, true"
  })
  void outcomeSaysWhetherAndHowAJobHasEnded(String status, JobOutcome outcome, boolean over) {
    assertThat(Samples.job(status).outcome()).isEqualTo(outcome);
    assertThat(outcome.isOver()).contains(over);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ON_HOLD", "FINISHED_SOON", "finished", ""})
  void outcomeOfAnUnknownStatusIsUnknown(String status) {
    assertThat(Samples.job(status).outcome()).isEqualTo(JobOutcome.UNKNOWN);
    assertThat(Samples.job(status).outcome().isOver()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FINISHED", "IN_PROGRESS", "ON_HOLD"})
  void readyFileIsAvailableUntilItExpires(String job) {
    assertThat(download(job, READY))
        .isEqualTo(new Download(State.AVAILABLE, Optional.of(TOMORROW)));
  }

  @ParameterizedTest
  @CsvSource({
    "BROKEN, READY",
    "BROKEN, EXPIRED",
    "BROKEN, NOT_STARTED",
    "BROKEN, SHREDDED",
    "KILLED, READY",
    "KILLED, MAX_DOWNLOADS_EXCEEDED",
    "KILLED, IN_PROGRESS"
  })
  void jobThatFailedOrWasCancelledHasNoFile(String job, String delivery) {
    DeliveryStatus status = new DeliveryStatus(delivery);
    assertThat(state(job, READY.toBuilder().status(status).build())).isEqualTo(State.FAILED);
  }

  @Test
  void linkExpiresAtItsTimeEvenIfTheResponseSaysReady() {
    RestoreJob job = Samples.job("FINISHED").toBuilder().delivery(READY).build();
    assertThat(job.download(TOMORROW.minusNanos(1)).state()).isEqualTo(State.AVAILABLE);
    assertThat(job.download(TOMORROW))
        .isEqualTo(new Download(State.EXPIRED, Optional.of(TOMORROW)));
  }

  @Test
  void readyFileWithoutExpiryIsAvailable() {
    assertThat(download("FINISHED", READY.toBuilder().expires(null).build()))
        .isEqualTo(new Download(State.AVAILABLE, Optional.empty()));
  }

  @Test
  void newerLinkIsEnough() {
    Delivery newer = READY.toBuilder().url(null).urlV2("https://backup.example/v2").build();
    assertThat(state("FINISHED", newer)).isEqualTo(State.AVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void readyFileWithoutALinkIsNotAvailable(String url) {
    assertThat(state("FINISHED", READY.toBuilder().url(url).build())).isEqualTo(State.UNKNOWN);
    assertThat(state("FINISHED", READY.toBuilder().url(null).build())).isEqualTo(State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "FINISHED, EXPIRED, EXPIRED",
    "FINISHED, MAX_DOWNLOADS_EXCEEDED, USED_UP",
    "FINISHED, FAILED, FAILED",
    "FINISHED, INTERRUPTED, FAILED",
    "FINISHED, PENDING, PENDING",
    "IN_PROGRESS, NOT_STARTED, PENDING",
    "IN_PROGRESS, PENDING, PENDING",
    "IN_PROGRESS, IN_PROGRESS, PENDING",
    "ON_HOLD, IN_PROGRESS, PENDING",
    "BROKEN, NOT_STARTED, FAILED",
    "KILLED, IN_PROGRESS, FAILED",
    "FINISHED, SHREDDED, UNKNOWN",
    "IN_PROGRESS, SHREDDED, UNKNOWN"
  })
  void everyOtherStatusOfTheFileHasItsState(String job, String delivery, State state) {
    DeliveryStatus status = new DeliveryStatus(delivery);
    assertThat(state(job, READY.toBuilder().status(status).build())).isEqualTo(state);
  }

  @Test
  void deliveryWithoutAStatusIsUnknown() {
    assertThat(state("FINISHED", READY.toBuilder().status(null).build())).isEqualTo(State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP, AVAILABLE",
    "CLIENT_PIT_HTTP, AVAILABLE",
    "CARRIER_PIGEON, AVAILABLE",
    "QUERY, NOT_OFFERED",
    "SCP, NOT_OFFERED",
    "CLIENT_PIT_SCP, NOT_OFFERED",
    "AUTOMATED_RESTORE, NOT_OFFERED",
    "THIRD_PARTY_COPY, NOT_OFFERED"
  })
  void methodWithoutAFileOffersNoDownloadAndAnUnknownMethodDoes(String method, State state) {
    DeliveryMethod value = new DeliveryMethod(method);
    assertThat(state("FINISHED", READY.toBuilder().method(value).build())).isEqualTo(state);
  }

  static Stream<Delivery> automatedRestores() {
    return Stream.of(
        READY.toBuilder().targetClusterId("c").build(),
        READY.toBuilder().targetClusterName("n").build(),
        READY.toBuilder().targetGroupId("g").build(),
        READY.toBuilder().targetClusterId("c").url(null).build(),
        READY.toBuilder().targetClusterId("c").method(null).status(null).build());
  }

  @ParameterizedTest
  @MethodSource("automatedRestores")
  void automatedRestoreOffersNoDownloadWhateverItsMethodIs(Delivery delivery) {
    for (String job : List.of("IN_PROGRESS", "FINISHED", "BROKEN", "KILLED", "ON_HOLD")) {
      assertThat(state(job, delivery)).isEqualTo(State.NOT_OFFERED);
    }
  }

  @Test
  void blankTargetIsNoTarget() {
    assertThat(state("FINISHED", READY.toBuilder().targetClusterId("").build()))
        .isEqualTo(State.AVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "IN_PROGRESS, PENDING",
    "FINISHED, NOT_OFFERED",
    "BROKEN, FAILED",
    "KILLED, FAILED",
    "ON_HOLD, UNKNOWN"
  })
  void jobWithoutADeliveryIsJudgedByItsStatus(String job, State state) {
    assertThat(download(job, null)).isEqualTo(new Download(state, Optional.empty()));
  }

  @Test
  void toStringShowsNoSecret() {
    assertThat(download("FINISHED", READY).toString()).doesNotContain("s3cr3t");
  }
}
