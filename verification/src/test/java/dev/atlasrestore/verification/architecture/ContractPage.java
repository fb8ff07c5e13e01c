package dev.atlasrestore.verification.architecture;

import dev.atlasrestore.testkit.contract.ListedRule;
import dev.atlasrestore.verification.MarkdownTable;
import dev.atlasrestore.verification.PageSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

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

  /** Returns the rules of a runner and their tests, in Markdown. */
  static String runnerRules() {
    MarkdownTable table = MarkdownTable.of("id", "rule", "tests");
    ListedRule.ofRunners().forEach(rule -> table.add(rule.id(), rule.kept(), tests(rule)));
    return table.text();
  }

  /** Returns the rules of a port and their tests, in Markdown. */
  static String portRules() {
    MarkdownTable table = MarkdownTable.of("id", "situation", "what is kept", "tests");
    ListedRule.ofPorts()
        .forEach(rule -> table.add(rule.id(), rule.situation(), rule.kept(), tests(rule)));
    return table.text();
  }

  private static String tests(ListedRule rule) {
    return rule.tests().isEmpty()
        ? "each transport's own"
        : rule.tests().stream()
            .map(test -> "`" + test.name() + "`")
            .collect(Collectors.joining("<br>"));
  }
}
