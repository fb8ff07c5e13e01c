package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.TransportFailure.Phase;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TransportFailureTest {

  private final IOException cause = new IOException("broken");

  @Test
  void phaseDecidesWhetherTheRequestMayHaveBeenSent() {
    assertThat(TransportFailure.at(Phase.BEFORE_SENDING, Kind.CLOSED, cause))
        .isEqualTo(TransportFailure.notSent(Kind.CLOSED, cause));
    assertThat(TransportFailure.at(Phase.BEFORE_RESPONSE, Kind.CLOSED, cause))
        .isEqualTo(TransportFailure.unknown(Kind.CLOSED, cause));
    assertThat(TransportFailure.at(Phase.IN_BODY, Kind.TIMEOUT, cause))
        .isEqualTo(TransportFailure.unknown(Kind.TIMEOUT, cause));
  }

  @Test
  void onlyFourKindsAreKeptInABody() {
    assertThat(Kind.values())
        .filteredOn(kind -> TransportFailure.at(Phase.IN_BODY, kind, cause).kind() == kind)
        .containsExactlyInAnyOrder(
            Kind.TIMEOUT, Kind.TOO_LARGE, Kind.HEAD_TOO_LARGE, Kind.CLIENT_CLOSED, Kind.TRUNCATED);
    assertThat(Arrays.stream(Kind.values()))
        .allSatisfy(
            kind ->
                assertThat(TransportFailure.at(Phase.IN_BODY, kind, cause).fate())
                    .isEqualTo(Fate.UNKNOWN));
  }
}
