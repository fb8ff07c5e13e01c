package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Download.State;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcome at a glance: what became of the job, and of its download. */
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
  void aJobIsOverOrNotAndEndedWellOrBadly(String status, JobOutcome outcome, boolean over) {
    assertThat(Samples.job(status).outcome()).isEqualTo(outcome);
    assertThat(outcome.isOver()).contains(over);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ON_HOLD", "FINISHED_SOON", "finished", ""})
  void aStatusUnknownHereIsNeitherOverNorNot(String status) {
    assertThat(Samples.job(status).outcome()).isEqualTo(JobOutcome.UNKNOWN);
    assertThat(Samples.job(status).outcome().isOver()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FINISHED", "IN_PROGRESS", "BROKEN", "ON_HOLD"})
  void aFileThatIsReadyCanBeFetchedUntilItExpiresWhateverBecameOfTheJob(String job) {
    assertThat(download(job, READY))
        .isEqualTo(new Download(State.AVAILABLE, Optional.of(TOMORROW)));
  }

  @Test
  void aLinkEndsWhenItsTimeHasComeWhateverTheServiceSaidBefore() {
    RestoreJob job = Samples.job("FINISHED").toBuilder().delivery(READY).build();
    assertThat(job.download(TOMORROW.minusNanos(1)).state()).isEqualTo(State.AVAILABLE);
    assertThat(job.download(TOMORROW))
        .isEqualTo(new Download(State.EXPIRED, Optional.of(TOMORROW)));
  }

  @Test
  void aReadyFileWithoutAnEndCanBeFetchedNobodyKnowsUntilWhen() {
    assertThat(download("FINISHED", READY.toBuilder().expires(null).build()))
        .isEqualTo(new Download(State.AVAILABLE, Optional.empty()));
  }

  @Test
  void theNewerLinkIsALinkToo() {
    Delivery newer = READY.toBuilder().url(null).urlV2("https://backup.example/v2").build();
    assertThat(state("FINISHED", newer)).isEqualTo(State.AVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aReadyFileWhoseLinkIsNotShownIsNotCalledAvailable(String url) {
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
  void anyOtherStatusOfTheFileSaysWhyNot(String job, String delivery, State state) {
    DeliveryStatus status = new DeliveryStatus(delivery);
    assertThat(state(job, READY.toBuilder().status(status).build())).isEqualTo(state);
  }

  @Test
  void aDeliveryWithoutAStatusDoesNotTell() {
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
  void whatGoesAnotherWayIsNoDownloadAndAnUnknownWayIsTakenByItsLink(String method, State state) {
    DeliveryMethod way = new DeliveryMethod(method);
    assertThat(state("FINISHED", READY.toBuilder().method(way).build())).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "IN_PROGRESS, PENDING",
    "FINISHED, NOT_OFFERED",
    "BROKEN, NOT_OFFERED",
    "KILLED, NOT_OFFERED",
    "ON_HOLD, UNKNOWN"
  })
  void withoutADeliveryTheJobTells(String job, State state) {
    assertThat(download(job, null)).isEqualTo(new Download(state, Optional.empty()));
  }

  @Test
  void aGlanceShowsNoSecret() {
    assertThat(download("FINISHED", READY).toString()).doesNotContain("s3cr3t");
  }
}
