package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the contract on defective runners. Every test must find its defect. {@link
 * TransferRulesTest} does the same with the rules of transfers.
 */
class CallRunnerContractTest {

  private static final String REDIRECT = "redirectIsReturned";

  @AfterEach
  void reset() {
    DefectiveRunner.reset();
  }

  static Stream<Defect<RunnerUnderTest>> defects() {
    return Stream.of(ExchangeDefects.all(), LifeDefects.all(), ProxyDefects.ofRunners())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("defects")
  void defectIsFoundByItsTest(Defect<RunnerUnderTest> defect) {
    DefectiveRunner.assertFinds(defect);
  }

  @Test
  void everyTestHasADefect() {
    List<String> found =
        Stream.concat(defects(), TransferDefects.all().stream())
            .map(Defect::test)
            .distinct()
            .toList();
    assertThat(ContractRule.of(DefectiveRunner.class))
        .extracting(ContractRule::test)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void ruleRunsOnEachKindOfClientAndIsNamedAfterBoth() {
    assertThat(Trial.of(DefectiveRunner.class, REDIRECT).names())
        .containsExactly("RUN-4, own client", "RUN-4, supplied client");
  }

  @Test
  void excusedRuleIsAbortedWithItsReason() {
    DefectiveRunner.use(
        () ->
            ExchangeDefects.on(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS)),
        ToyRunner.TRAITS.without("RUN-4", ClientKind.supplied(), "the reason"));
    Trial trial = Trial.of(DefectiveRunner.class, REDIRECT);
    assertThat(trial.failures()).hasSize(1);
    assertThat(trial.aborted())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("DefectiveRunner, RUN-4, supplied client: not kept: the reason");
  }
}
