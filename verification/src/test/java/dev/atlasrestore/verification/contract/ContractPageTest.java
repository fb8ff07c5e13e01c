package dev.atlasrestore.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.testkit.contract.ListedRule;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The page shows all rules, and the rules that each transport keeps. The rules are
 * compared with the kits; the matrix with the reports of those tests that have been run here.
 * Started with the system property {@value #PROPERTY} after all tests of the project, it writes the
 * page instead.
 */
class ContractPageTest {

  private static final String PROPERTY = "contract.page";

  @Test
  @EnabledIfSystemProperty(named = PROPERTY, matches = "write")
  void thePageIsWritten() throws IOException {
    Matrix matrix = new Matrix();
    assertThat(matrix.notRun()).as("transports that were not tested before").isEmpty();
    assertThat(matrix.broken()).isEmpty();
    ContractPage.write(ContractPage.RUNNERS, ContractPage.runners());
    ContractPage.write(ContractPage.PORTS, ContractPage.ports());
    ContractPage.write(ContractPage.MATRIX, matrix.text());
  }

  @Test
  @DisabledIfSystemProperty(named = PROPERTY, matches = "write")
  void pageShowsEveryRule() throws IOException {
    assertThat(ContractPage.part(ContractPage.RUNNERS)).isEqualTo(ContractPage.runners());
    assertThat(ContractPage.part(ContractPage.PORTS)).isEqualTo(ContractPage.ports());
  }

  /** Tests that were not run here, or not since they were compiled, say nothing. */
  @Test
  @DisabledIfSystemProperty(named = PROPERTY, matches = "write")
  void theMatrixHasEveryRuleAndShowsWhatWasFound() throws IOException {
    Table shown = Table.read(ContractPage.part(ContractPage.MATRIX));
    assertThat(shown.labels()).isEqualTo(Matrix.parts());
    Table found = Table.read(new Matrix().text());
    for (String part : Matrix.parts()) {
      assertThat(Matrix.leavesOut(shown.row(part))).as("said nothing of, rule %s", part).isEmpty();
      List<String> expected = found.row(part);
      for (int i = 0; i < expected.size(); i++) {
        if (Matrix.says(expected.get(i))) {
          assertThat(shown.row(part).get(i))
              .as("rule %s, column %d; docs/contract.md says how it is written anew", part, i)
              .isEqualTo(expected.get(i));
        }
      }
    }
  }

  @Test
  void everyTestBelongsToARuleAndEveryRuleHasOneId() {
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
