package dev.atlasrestore.verification.architecture;

import dev.atlasrestore.testkit.contract.ListedRule;
import dev.atlasrestore.verification.MarkdownTable;
import dev.atlasrestore.verification.PageSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The generated tables of {@code docs/contract.md}. */
final class ContractPage {

  static final PageSection RUNNER_RULES = new PageSection("runner rules");
  static final PageSection PORT_RULES = new PageSection("port rules");
  static final PageSection MATRIX = new PageSection("matrix");

  private static final Path PATH = TestedTransport.file("docs/contract.md");

  private ContractPage() {}

  static String read(PageSection section) throws IOException {
    return section.in(Files.readString(PATH));
  }

  static void write(PageSection section, String text) throws IOException {
    Files.writeString(PATH, section.replacedIn(Files.readString(PATH), text));
  }

  /** Returns the rules of a runner, in Markdown. */
  static String runnerRules() {
    return rules(ListedRule.ofRunners());
  }

  /** Returns the rules of a port, in Markdown. */
  static String portRules() {
    return rules(ListedRule.ofPorts());
  }

  private static String rules(List<ListedRule> rules) {
    MarkdownTable table = MarkdownTable.of("id", "rule");
    rules.forEach(rule -> table.add(rule.id(), rule.text()));
    return table.text();
  }
}
