package dev.atlasrestore.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.benchmarks.report.PageSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Compares the tables of {@code docs/contract.md} with the reports of the contract tests that have
 * run on this machine. With {@code -Dcontract.page=write} it writes the tables instead.
 */
class ContractPageTest {

  private static final String PROPERTY = "contract.page";
  private static final Path PAGE = TestedTransport.file("docs/contract.md");
  private static final PageSection RUNNER_RULES = new PageSection("runner rules");
  private static final PageSection PORT_RULES = new PageSection("port rules");
  private static final PageSection MATRIX = new PageSection("matrix");
  private static final Predicate<String> OF_RUNNERS = ContractMatrix::isOfRunners;

  private final ContractMatrix matrix = new ContractMatrix();

  @Test
  @EnabledIfSystemProperty(named = PROPERTY, matches = "write")
  void pageIsWritten() throws IOException {
    assertThat(matrix.untested()).as("transports whose tests have not run").isEmpty();
    assertThat(matrix.failures()).isEmpty();
    String page = Files.readString(PAGE);
    page = RUNNER_RULES.replacedIn(page, matrix.rules(OF_RUNNERS));
    page = PORT_RULES.replacedIn(page, matrix.rules(OF_RUNNERS.negate()));
    Files.writeString(PAGE, MATRIX.replacedIn(page, matrix.text()));
  }

  @Test
  @DisabledIfSystemProperty(named = PROPERTY, matches = "write")
  void pageShowsEveryRule() throws IOException {
    abortWithoutReports();
    String page = Files.readString(PAGE);
    assertThat(RUNNER_RULES.in(page)).isEqualTo(matrix.rules(OF_RUNNERS));
    assertThat(PORT_RULES.in(page)).isEqualTo(matrix.rules(OF_RUNNERS.negate()));
  }

  @Test
  @DisabledIfSystemProperty(named = PROPERTY, matches = "write")
  void pageShowsTheResults() throws IOException {
    abortWithoutReports();
    abortUnless(
        Runtime.version().feature() == 17,
        "the page shows the results on Java 17, and some excuses depend on the version of Java");
    Map<String, List<String>> page = ContractMatrix.read(MATRIX.in(Files.readString(PAGE)));
    Map<String, List<String>> tested = ContractMatrix.read(matrix.text());
    assertThat(List.copyOf(page.keySet())).isEqualTo(List.copyOf(tested.keySet()));
    tested.forEach(
        (rule, cells) -> {
          for (int i = 0; i < cells.size(); i++) {
            if (!ContractMatrix.isAborted(cells.get(i))) {
              assertThat(page.get(rule).get(i))
                  .as("rule %s, column %d; docs/contract.md says how to write the page", rule, i)
                  .isEqualTo(cells.get(i));
            }
          }
        });
  }

  private void abortWithoutReports() {
    abortUnless(matrix.untested().isEmpty(), "first run all tests of " + matrix.untested());
  }

  private static void abortUnless(boolean condition, String reason) {
    if (!condition) {
      System.err.println("ContractPageTest: docs/contract.md was not compared: " + reason);
      Assumptions.abort(reason);
    }
  }
}
