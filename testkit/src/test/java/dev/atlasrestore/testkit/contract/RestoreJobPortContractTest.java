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

/** Runs the contract on defective ports. Every test must find its defect. */
class RestoreJobPortContractTest {

  private static final Traits KEEPS_CONNECTIONS =
      Traits.keepsAll().without(Contract.CONNECTIONS_CLOSED, "the JDK's client cannot be closed");
  private static final AtomicReference<BrokenPort> PORTS = new AtomicReference<>(ToyPort::new);
  private static final AtomicReference<Traits> TRAITS = new AtomicReference<>(KEEPS_CONNECTIONS);

  /** The contract that the tests below run. JUnit does not find it by itself. */
  static class DefectivePort extends RestoreJobPortContract {

    @Override
    protected OpenPort open(AtlasConfig config, ClientKind kind) {
      ProxyDefects.openOn(kind);
      return PORTS.get().apply(config);
    }

    @Override
    protected Traits traits() {
      return TRAITS.get();
    }

    @Override
    protected Duration patience() {
      return Duration.ofMillis(700);
    }

    @Override
    protected Duration grace() {
      return Duration.ofMillis(600);
    }
  }

  @AfterEach
  void reset() {
    PORTS.set(ToyPort::new);
    TRAITS.set(KEEPS_CONNECTIONS);
  }

  static Stream<Defect<BrokenPort>> defects() {
    return PortDefects.all().stream();
  }

  @ParameterizedTest
  @MethodSource("defects")
  void defectIsFoundByItsTest(Defect<BrokenPort> defect) {
    PORTS.set(defect.broken().get());
    TRAITS.set(
        defect.test().equals("closedClientLeavesNoConnectionOpen")
            ? Traits.keepsAll()
            : KEEPS_CONNECTIONS);
    Trial trial = Trial.of(DefectivePort.class, defect.test());
    assertThat(trial.failures())
        .isNotEmpty()
        .allMatch(e -> e instanceof AssertionError || e instanceof AtlasException);
    assertThat(trial.succeeded()).isZero();
  }

  @Test
  void everyTestHasADefect() {
    List<String> found = defects().map(Defect::test).distinct().toList();
    assertThat(ContractRule.of(DefectivePort.class))
        .extracting(ContractRule::test)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(found);
  }
}
