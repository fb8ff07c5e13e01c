package dev.atlasrestore.internal.read;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.CallStats;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.codec.FewWordsCodec;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.internal.read.JobReader.ReadResult;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobReaderTest {

  private final JobReader reader =
      new JobReader(config(), new FewWordsCodec(), new SecureRandom(), (ref, failure, now) -> {});

  private static final Resource<RestoreJob> JOB = new RestoreJobResources(config()).job(REF);

  private Dialogue<ReadResult<RestoreJob>> read(Duration remaining) {
    return Dialogue.of(now -> reader.read(JOB, now, now.plus(remaining), CallNotifier.SILENT));
  }

  @Test
  void readEndsWithTheJobAndTheNumberOfAttempts() {
    Dialogue<ReadResult<RestoreJob>> dialogue = read(ofSeconds(60)).answer(503, "").elapse();
    ReadResult<RestoreJob> result = dialogue.answer(200, "FINISHED").expectDone();
    assertThat(result.attempts()).isEqualTo(2);
    AttemptResult.Success<RestoreJob> success = (AttemptResult.Success<RestoreJob>) result.last();
    assertThat(success.value().status()).hasToString("FINISHED");
    assertThat(success.status()).hasValue(200);
    assertThat(success.requests()).isEqualTo(1);
  }

  @Test
  void sendGetsAtMostTheRemainingTime() {
    Dialogue<ReadResult<RestoreJob>> unhurried = read(ofSeconds(60));
    assertThat(unhurried.expectTimeout()).isEqualTo(ofSeconds(30));
    unhurried.answer(200, "FINISHED");
    Dialogue<ReadResult<RestoreJob>> dialogue = read(ofSeconds(10));
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(10));
    dialogue.after(ofSeconds(4)).answer(503, "").elapse();
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(6).minusMillis(250));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -60})
  void readAtOrAfterItsDeadlineSendsNothingAndTimesOut(long remaining) {
    ReadResult<RestoreJob> result = read(ofSeconds(remaining)).expectDone();
    AttemptResult.Failure<RestoreJob> failure = (AttemptResult.Failure<RestoreJob>) result.last();
    TransportFailure timeout = TransportFailure.notSent(TransportFailure.Kind.TIMEOUT);
    assertThat(failure.unanswered()).contains(timeout);
    assertThat(failure.status()).isEmpty();
    assertThat(failure.error().apply(new CallStats(1, ofSeconds(2))))
        .isExactlyInstanceOf(TransportException.class)
        .hasMessageContaining("127.0.0.1:8080");
  }
}
