package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small records of this package. */
class SmallValuesTest {

  private static final Optional<String> NONE = Optional.empty();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2_147_483_648L, 4_294_967_295L})
  void incrementIsAnyUnsigned32BitNumber(long increment) {
    assertThat(new OplogTimestamp(Instant.EPOCH, increment).increment()).isEqualTo(increment);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE})
  void anyOtherIncrementIsRejected(long increment) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OplogTimestamp(Instant.EPOCH, increment));
  }

  @Test
  void parametersOfAnErrorAreCopiedAndUnmodifiable() {
    List<String> parameters = new ArrayList<>(List.of("a"));
    ApiError error = new ApiError(NONE, NONE, NONE, parameters);
    parameters.add("b");
    assertThat(error.parameters()).containsExactly("a");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> error.parameters().add("c"));
  }

  @Test
  void errorOfCodeAndDetailHasNoOtherMember() {
    assertThat(ApiError.of("CODE", "detail"))
        .isEqualTo(new ApiError(Optional.of("CODE"), Optional.of("detail"), NONE, List.of()));
    assertThat(ApiError.NONE).isEqualTo(new ApiError(NONE, NONE, NONE, List.of()));
  }

  @Test
  void transportFailureSaysWhetherTheRequestMayHaveArrived() {
    IOException cause = new IOException("x");
    assertThat(TransportFailure.notSent(Kind.REFUSED, cause))
        .isEqualTo(new TransportFailure(Fate.NOT_SENT, Kind.REFUSED, Optional.of(cause)));
    assertThat(TransportFailure.notSent(Kind.REFUSED))
        .isEqualTo(new TransportFailure(Fate.NOT_SENT, Kind.REFUSED, Optional.empty()));
    assertThat(TransportFailure.refusedByProxy(407, cause))
        .isEqualTo(
            new TransportFailure(
                Fate.NOT_SENT, Kind.PROXY, Optional.of(cause), false, OptionalInt.of(407)))
        .isEqualTo(TransportFailure.refusedByProxy(407, cause).withReusedConnection(false));
    assertThat(TransportFailure.unknown(Kind.CLOSED, cause))
        .isEqualTo(new TransportFailure(Fate.UNKNOWN, Kind.CLOSED, Optional.of(cause)));
    assertThat(TransportFailure.unknown(Kind.CLOSED))
        .isEqualTo(new TransportFailure(Fate.UNKNOWN, Kind.CLOSED, Optional.empty()));
  }

  @Test
  void eventsCanBeAddedWithoutBreakingASwitch() {
    assertThat(CallEvent.class.isSealed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "FINISHED, FINISHED",
    "'a\r\nb\u2028c\u202Ed', a??b?c?d",
    "\uD800, ?",
    "müller 😀, müller 😀"
  })
  void textForMessagesIsPrintable(String text, String printable) {
    assertThat(Text.printable(text)).isEqualTo(printable);
  }

  @Test
  void textForMessagesHasAnEnd() {
    assertThat(Text.printable("😀".repeat(1_000))).isEqualTo("😀".repeat(100));
  }

  @Test
  void nullIsRejected() {
    assertThatNullPointerException().isThrownBy(() -> new OplogTimestamp(null, 1));
    assertThatNullPointerException().isThrownBy(() -> new FileHash(null, NONE, NONE));
    assertThatNullPointerException().isThrownBy(() -> new FileHash(NONE, null, NONE));
    assertThatNullPointerException().isThrownBy(() -> new FileHash(NONE, NONE, null));
    assertThatNullPointerException().isThrownBy(() -> new Link(null, NONE));
    assertThatNullPointerException().isThrownBy(() -> new Link(NONE, null));
    assertThatNullPointerException().isThrownBy(() -> new ApiError(null, NONE, NONE, List.of()));
    assertThatNullPointerException().isThrownBy(() -> new ApiError(NONE, null, NONE, List.of()));
    assertThatNullPointerException().isThrownBy(() -> new ApiError(NONE, NONE, null, List.of()));
    assertThatNullPointerException().isThrownBy(() -> new ApiError(NONE, NONE, NONE, null));
    assertThatNullPointerException().isThrownBy(() -> new CallStats(1, null));
    assertThatNullPointerException().isThrownBy(() -> TransportFailure.unknown(null));
    assertThatNullPointerException().isThrownBy(() -> TransportFailure.unknown(Kind.OTHER, null));
  }
}
