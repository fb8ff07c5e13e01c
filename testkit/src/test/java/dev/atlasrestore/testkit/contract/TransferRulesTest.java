package dev.atlasrestore.testkit.contract;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the rules of transfers on defective runners. A class of its own, because its tests wait long
 * and can then run beside the others.
 */
class TransferRulesTest {

  @AfterEach
  void reset() {
    DefectiveRunner.reset();
  }

  static List<Defect<RunnerUnderTest>> defects() {
    return TransferDefects.all();
  }

  @ParameterizedTest
  @MethodSource("defects")
  void defectIsFoundByItsTest(Defect<RunnerUnderTest> defect) {
    DefectiveRunner.assertFinds(defect);
  }
}
