package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.codec.FewWordsCodec;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how bodies and envelopes are decoded: rules 7, 11 and 26 of the contract. */
class DecodingTest {

  private static Dialogue<RestoreJob> get(RestoreJobCodec codec) {
    return Dialogue.of(new RestoreJobCalls(config(), codec).get(REF));
  }

  @ParameterizedTest
  @CsvSource({"204, ''", "200, ''", "200, <html>SECRET</html>", "201, '[1]'", "299, null"})
  void successfulStatusWithoutAJobIsADecodingFailureThatHidesTheBody(int status, String body) {
    DecodingException e =
        Client.get(config())
            .after(Duration.ofSeconds(2))
            .answer(status, body)
            .expectFailed(DecodingException.class);
    assertThat(e.status()).hasValue(status);
    assertThat(e.member()).isEmpty();
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e.elapsed()).isEqualTo(Duration.ofSeconds(2));
    assertThat(e)
        .hasMessageContaining("it is no JSON object")
        .hasMessageContaining("status " + status)
        .hasMessageContaining(body.length() + " bytes")
        .hasMessageContaining("127.0.0.1:8080")
        .hasMessageNotContaining("SECRET")
        .hasNoCause();
  }

  @Test
  void unreadableMemberIsNamed() {
    DecodingException e =
        Client.get(config()).answer(200, "error X").expectFailed(DecodingException.class);
    assertThat(e.member()).contains("id");
    assertThat(e).hasMessageContaining("member id");
  }

  /** Codecs that fail in different ways and in different methods. */
  static Stream<RestoreJobCodec> brokenCodecs() {
    Supplier<Error> overflow = StackOverflowError::new;
    Supplier<RuntimeException> runtime = () -> new IllegalStateException("SECRET");
    return Stream.of(
        body -> {
          throw runtime.get();
        },
        body -> {
          throw overflow.get();
        },
        body -> null,
        body -> new Broken(false, overflow.get()),
        body -> new Broken(false, runtime.get()),
        body -> new Broken(false, null),
        body -> new Broken(true, overflow.get()),
        body -> new Broken(true, runtime.get()));
  }

  @ParameterizedTest
  @MethodSource("brokenCodecs")
  void codecExceptionIsADecodingFailureWithoutItsMessage(RestoreJobCodec codec) {
    DecodingException e = get(codec).answer(200, "SECRET").expectFailed(DecodingException.class);
    assertThat(e.status()).hasValue(200);
    assertThat(e).hasMessageContaining("codec").hasMessageNotContaining("SECRET").hasNoCause();
  }

  @ParameterizedTest
  @MethodSource("brokenCodecs")
  void codecExceptionDoesNotHideAnErrorStatus(RestoreJobCodec codec) {
    RestoreJobNotFoundException e =
        get(codec).answer(404, "SECRET").expectFailed(RestoreJobNotFoundException.class);
    assertThat(e.errorCode()).isEmpty();
    assertThat(e).hasMessageNotContaining("SECRET");
  }

  @Test
  void outOfMemoryErrorPassesThrough() {
    OutOfMemoryError error = new OutOfMemoryError("toy");
    Dialogue<RestoreJob> dialogue =
        get(
            body -> {
              throw error;
            });
    assertThatThrownBy(() -> dialogue.answer(200, "x")).isSameAs(error);
  }

  @ParameterizedTest
  @CsvSource({
    "200, envelope 200 FINISHED, FINISHED",
    "500, envelope 200 BROKEN, BROKEN",
    "404, envelope 201 KILLED, KILLED"
  })
  void innerStatusReplacesAnErrorStatus(int status, String body, String job) {
    assertThat(Client.get(config()).answer(status, body).expectDone().status()).hasToString(job);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 304, 401, 407, 511})
  void innerStatusDoesNotReplaceTheStatusOfAnotherServer(int status) {
    Dialogue<RestoreJob> dialogue = Client.get(config()).answer(status, "envelope 200 ON_HOLD");
    assertThat(dialogue.step()).isInstanceOf(Step.Failed.class);
  }

  @Test
  void digestSeesTheInnerStatus() {
    RestoreJobCalls client = Client.of(config());
    Dialogue.of(client.get(REF))
        .answer(401, "", Client.CHALLENGE)
        .answer(200, "envelope 401 error X")
        .expectFailed(AuthenticationException.class);
    Dialogue.of(client.get(REF))
        .answer(401, "", Client.CHALLENGE)
        .answer(401, "", Client.CHALLENGE)
        .expectFailed(AuthenticationException.class);
  }

  @Test
  void bodyIsDecodedOnce() {
    List<byte[]> decoded = new ArrayList<>();
    FewWordsCodec codec = new FewWordsCodec();
    Dialogue<RestoreJob> dialogue =
        get(
            body -> {
              decoded.add(body);
              return codec.read(body);
            });
    dialogue.answer(401, "", Client.CHALLENGE).answer(404, "envelope 200 FINISHED").expectDone();
    assertThat(decoded).hasSize(1);
  }

  @Test
  void innerStatusReplacesASuccessfulStatus() {
    RestoreJobNotFoundException e =
        Client.get(config())
            .answer(200, "envelope 404 error RESTORE_JOB_NOT_FOUND; gone; Not Found; j")
            .expectFailed(RestoreJobNotFoundException.class);
    assertThat(e.status()).isEqualTo(404);
    assertThat(e.errorCode()).contains("RESTORE_JOB_NOT_FOUND");
    assertThat(e.parameters()).containsExactly("j");
  }

  @Test
  void inner429IsRetriedAfterTheRetryAfterOfTheResponse() {
    Dialogue<RestoreJob> dialogue =
        Client.get(config()).answer(200, "envelope 429 error RATE_LIMITED", "Retry-After: 7");
    assertThat(dialogue.expectPause())
        .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(7).plusMillis(500));
    dialogue.elapse().answer(200, "envelope 200 FINISHED").expectDone();
  }

  @Test
  void permanentInnerStatusIsNotRetried() {
    ApiException e =
        Client.get(config()).answer(503, "envelope 409 error X").expectFailed(ApiException.class);
    assertThat(e.status()).isEqualTo(409);
  }

  @Test
  void unreadableInnerJobIsADecodingFailure() {
    DecodingException e =
        Client.get(config())
            .answer(500, "envelope 200 error X")
            .expectFailed(DecodingException.class);
    assertThat(e.status()).hasValue(200);
    assertThat(e.member()).contains("id");
  }

  /** A document whose methods throw the given exception or return null. */
  private record Broken(boolean inEnvelopeStatus, Throwable thrown)
      implements RestoreJobCodec.Document {

    @Override
    public OptionalInt envelopeStatus() {
      if (inEnvelopeStatus) {
        fail();
      }
      return OptionalInt.empty();
    }

    @Override
    public RestoreJob job() {
      fail();
      return null;
    }

    @Override
    public ApiError error() {
      fail();
      return null;
    }

    private void fail() {
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException runtime) {
        throw runtime;
      }
    }
  }
}
