package dev.atlasrestore.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.testkit.contract.ListedRule;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Compares {@code docs/contract.md} with the contracts and with the reports of the contract tests
 * that have run on this machine. With {@code -Dcontract.page=write} it writes the page instead; run
 * all tests of the project first.
 */
class ContractPageTest {

  private static final String PROPERTY = "contract.page";

  @Test
  @EnabledIfSystemProperty(named = PROPERTY, matches = "write")
  void pageIsWritten() throws IOException {
    ContractMatrix matrix = new ContractMatrix();
    assertThat(matrix.untested()).as("transports whose tests have not run").isEmpty();
    assertThat(matrix.failures()).isEmpty();
    ContractPage.write(ContractPage.RUNNER_RULES, ContractPage.runnerRules());
    ContractPage.write(ContractPage.PORT_RULES, ContractPage.portRules());
    ContractPage.write(ContractPage.MATRIX, matrix.text());
  }

  @Test
  @DisabledIfSystemProperty(named = PROPERTY, matches = "write")
  void pageShowsEveryRule() throws IOException {
    assertThat(ContractPage.read(ContractPage.RUNNER_RULES)).isEqualTo(ContractPage.runnerRules());
    assertThat(ContractPage.read(ContractPage.PORT_RULES)).isEqualTo(ContractPage.portRules());
  }

  /** Ignores tests that have not run since they were compiled. */
  @Test
  @DisabledIfSystemProperty(named = PROPERTY, matches = "write")
  void matrixShowsEveryRuleAndTheTestResults() throws IOException {
    Map<String, List<String>> page = ContractMatrix.read(ContractPage.read(ContractPage.MATRIX));
    assertThat(List.copyOf(page.keySet())).isEqualTo(ContractMatrix.parts());
    Map<String, List<String>> tested = ContractMatrix.read(new ContractMatrix().text());
    for (String part : ContractMatrix.parts()) {
      assertThat(ContractMatrix.emptyIn(page.get(part)))
          .as("transports without a cell for rule %s", part)
          .isEmpty();
      List<String> expected = tested.get(part);
      for (int i = 0; i < expected.size(); i++) {
        if (ContractMatrix.hasResult(expected.get(i))) {
          assertThat(page.get(part).get(i))
              .as("rule %s, column %d; docs/contract.md says how to write the page", part, i)
              .isEqualTo(expected.get(i));
        }
      }
    }
  }

  @Test
  void everyTestBelongsToOneRuleAndEveryRuleHasItsOwnId() {
    List<ListedRule> rules =
        Stream.concat(ListedRule.ofRunners().stream(), ListedRule.ofPorts().stream()).toList();
    assertThat(rules).extracting(ListedRule::id).doesNotHaveDuplicates();
    assertThat(ListedRule.allTests())
        .allSatisfy(
            test ->
                assertThat(rules)
                    .as(test.name())
                    .filteredOn(rule -> rule.isOf(test.part()))
                    .hasSize(1));
  }
}
