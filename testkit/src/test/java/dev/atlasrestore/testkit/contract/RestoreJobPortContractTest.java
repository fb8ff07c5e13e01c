package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract can be broken: each situation finds what it is there to find. */
class RestoreJobPortContractTest {

  private static final Traits WITHOUT_CLOSING =
      Traits.keepsAll().without(Contract.CLOSED, "the JDK's client cannot be closed");
  private static final AtomicReference<BrokenPort> PORTS = new AtomicReference<>(ToyPort::new);
  private static final AtomicReference<Traits> TRAITS = new AtomicReference<>(WITHOUT_CLOSING);

  /** Not for running alone. */
  static class BrokenOnPurpose extends RestoreJobPortContract {

    @Override
    protected OpenPort open(AtlasConfig config, ClientKind kind) {
      return PORTS.get().apply(config);
    }

    @Override
    protected Traits traits() {
      return TRAITS.get();
    }

    @Override
    Duration patience() {
      return Duration.ofMillis(700);
    }

    @Override
    Duration grace() {
      return Duration.ofMillis(600);
    }
  }

  @AfterEach
  void mend() {
    PORTS.set(ToyPort::new);
    TRAITS.set(WITHOUT_CLOSING);
  }

  static Stream<Defect<BrokenPort>> defects() {
    return PortDefects.all().stream();
  }

  @ParameterizedTest
  @MethodSource("defects")
  void aBrokenPortIsFoundByTheRightSituation(Defect<BrokenPort> defect) {
    PORTS.set(defect.broken().get());
    TRAITS.set(defect.foundBy().equals("s21_aClosed") ? Traits.keepsAll() : WITHOUT_CLOSING);
    Trial trial = Trial.of(BrokenOnPurpose.class, defect.foundBy());
    assertThat(trial.failures())
        .isNotEmpty()
        .allMatch(e -> e instanceof AssertionError || e instanceof AtlasException);
    assertThat(trial.succeeded()).isZero();
  }

  @Test
  void everySituationHasADefectThatItFinds() {
    List<String> found = defects().map(Defect::foundBy).toList();
    assertThat(Trial.rulesOf(BrokenOnPurpose.class).map(rule -> rule.getName()))
        .filteredOn(rule -> found.stream().noneMatch(rule::startsWith))
        .isEmpty();
  }
}
