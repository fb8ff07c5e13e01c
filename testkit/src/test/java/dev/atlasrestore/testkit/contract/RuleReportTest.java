package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleReportTest {

  /** Excuses all rules except RUN-4 and RUN-32 with its parts. Has no client with a proxy. */
  static class WithoutProxy extends CallRunnerContract {

    @Override
    protected RunnerUnderTest runner(ClientKind kind) {
      if (kind instanceof ClientKind.Proxied) {
        return fail("no\tproxy\nhere");
      }
      return ToyRunner.on(kind);
    }

    @Override
    protected Traits traits() {
      Traits traits = Traits.keepsAll();
      for (ContractRule rule : ContractRule.of(CallRunnerContract.class)) {
        if (!rule.id().startsWith("RUN-32") && !rule.id().equals("RUN-4")) {
          traits = traits.without(rule.id(), "the reason");
        }
      }
      return traits;
    }
  }

  @TempDir Path folder;

  private Path report;

  @BeforeEach
  void nameReport() {
    report = folder.resolve("new").resolve(WithoutProxy.class.getName() + ".tsv");
  }

  @Test
  void everyTestHasALineWithItsOutcome() throws IOException {
    Trial.ofAll(WithoutProxy.class, parameters());
    assertThat(Files.readAllLines(report))
        .isSorted()
        .hasSize(
            ContractRule.of(WithoutProxy.class).stream()
                .mapToInt(rule -> rule.kinds().size())
                .sum())
        .contains(
            "RUN-4\tredirectIsReturned\town client\tPASSED\t\tA redirect is returned as a response"
                + " and is never followed.",
            "RUN-5\tchallengeIsReturned\tsupplied client\tEXCUSED\tthe reason\tA 401 with a"
                + " challenge is returned as a response and is never answered.")
        .anyMatch(line -> line.startsWith("RUN-32\t") && line.contains("\tFAILED\t"))
        .anyMatch(line -> line.startsWith("RUN-32.transfer\t") && line.contains("\tABORTED\t"))
        .allMatch(line -> line.split("\t", -1).length == 6);
  }

  @Test
  void partOfTheTestsLeavesNoReport() throws IOException {
    Files.createDirectories(report.getParent());
    Files.writeString(report, "of an earlier run");
    Trial.of(WithoutProxy.class, "redirectIsReturned", parameters());
    assertThat(report).doesNotExist();
  }

  @Test
  void excusedRulesAloneLeaveTheReport() throws IOException {
    Files.createDirectories(report.getParent());
    Files.writeString(report, "of an earlier run");
    Trial.of(
        WithoutProxy.class,
        "redirectIsReturned",
        Map.of(
            RuleReport.PARAMETER, report.getParent().toString(), ExcusedRules.PARAMETER, "only"));
    assertThat(report).hasContent("of an earlier run");
  }

  private Map<String, String> parameters() {
    return Map.of(RuleReport.PARAMETER, report.getParent().toString());
  }
}
