package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@link JobStatus}, {@link DeliveryStatus} and {@link DeliveryMethod}: values that the service may
 * extend.
 */
class OpenValuesTest {

  @ParameterizedTest
  @CsvSource({
    "IN_PROGRESS, false, false",
    "FINISHED, true, true",
    "BROKEN, true, false",
    "KILLED, true, false",
    "finished, false, false",
    "ON_HOLD, false, false",
    "'', false, false"
  })
  void unknownStatusIsNeitherTerminalNorSuccessful(String text, boolean terminal, boolean success) {
    JobStatus status = new JobStatus(text);
    assertThat(status.isTerminal()).isEqualTo(terminal);
    assertThat(status.isSuccess()).isEqualTo(success);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FINISHED", "A_STATUS_OF_2031", "mixed Case", "", " ", "ü"})
  void textIsKeptAndShownUnchanged(String text) {
    assertThat(new JobStatus(text).value()).isEqualTo(text);
    assertThat(new JobStatus(text)).hasToString(text);
    assertThat(new DeliveryStatus(text).value()).isEqualTo(text);
    assertThat(new DeliveryStatus(text)).hasToString(text);
    assertThat(new DeliveryMethod(text).value()).isEqualTo(text);
    assertThat(new DeliveryMethod(text)).hasToString(text);
  }

  @Test
  void documentedValuesHaveConstants() {
    assertThat(JobStatus.FINISHED).isEqualTo(new JobStatus("FINISHED"));
    assertThat(
            new Object[] {
              JobStatus.IN_PROGRESS, JobStatus.FINISHED, JobStatus.BROKEN, JobStatus.KILLED
            })
        .extracting(Object::toString)
        .containsExactly("IN_PROGRESS", "FINISHED", "BROKEN", "KILLED");
    assertThat(
            new Object[] {
              DeliveryStatus.NOT_STARTED,
              DeliveryStatus.PENDING,
              DeliveryStatus.IN_PROGRESS,
              DeliveryStatus.READY,
              DeliveryStatus.FAILED,
              DeliveryStatus.INTERRUPTED,
              DeliveryStatus.EXPIRED,
              DeliveryStatus.MAX_DOWNLOADS_EXCEEDED
            })
        .extracting(Object::toString)
        .containsExactly(
            "NOT_STARTED",
            "PENDING",
            "IN_PROGRESS",
            "READY",
            "FAILED",
            "INTERRUPTED",
            "EXPIRED",
            "MAX_DOWNLOADS_EXCEEDED");
    assertThat(
            new Object[] {
              DeliveryMethod.HTTP,
              DeliveryMethod.QUERY,
              DeliveryMethod.SCP,
              DeliveryMethod.AUTOMATED_RESTORE,
              DeliveryMethod.CLIENT_PIT_HTTP,
              DeliveryMethod.CLIENT_PIT_SCP,
              DeliveryMethod.THIRD_PARTY_COPY
            })
        .extracting(Object::toString)
        .containsExactly(
            "HTTP",
            "QUERY",
            "SCP",
            "AUTOMATED_RESTORE",
            "CLIENT_PIT_HTTP",
            "CLIENT_PIT_SCP",
            "THIRD_PARTY_COPY");
  }

  @Test
  void nullIsRejected() {
    assertThatNullPointerException().isThrownBy(() -> new JobStatus(null));
    assertThatNullPointerException().isThrownBy(() -> new DeliveryStatus(null));
    assertThatNullPointerException().isThrownBy(() -> new DeliveryMethod(null));
  }
}
