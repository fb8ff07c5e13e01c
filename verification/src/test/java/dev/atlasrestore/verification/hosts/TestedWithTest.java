package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests the README's table of tested versions. */
class TestedWithTest {

  private static final Path PROJECT = Path.of("..");
  private static final List<String> RECORDS =
      List.of("B\tVert.x\t5.0\t25", "A\tReactor\t1.2\t17", "B\tVert.x\t5.0\t17");
  private static final String POM =
      "<jersey.version>1</jersey.version><reactor-netty.version>2</reactor-netty.version>"
          + "<vertx.version>3</vertx.version>";
  private static final String EMPTY =
      "text\n<!-- tested with: begin -->\n<!-- tested with: end -->\nmore\n";

  @Test
  void tableHasOneRowPerVersionAndCanBeReadBack() {
    TestedWith recorded = TestedWith.ofRecords(RECORDS);
    String page = recorded.writtenTo(EMPTY, POM);
    assertThat(page)
        .startsWith("text\n")
        .endsWith("\nmore\n")
        .contains("| A | Reactor | 1.2 | 17 |\n| B | Vert.x | 5.0 | 17, 25 |\n")
        .contains("Jersey 1, Reactor Netty 2 and Vert.x 3");
    assertThat(recorded.isShownBy(TestedWith.ofPage(page))).isTrue();
    assertThat(recorded.writtenTo(page, POM)).isEqualTo(page);
  }

  @Test
  void checkAllowsAMissingJdkButNoMissingRow() {
    TestedWith page = TestedWith.ofPage(TestedWith.ofRecords(RECORDS).writtenTo(EMPTY, POM));
    assertThat(TestedWith.ofRecords(RECORDS.subList(0, 2)).isShownBy(page)).isTrue();
    assertThat(TestedWith.ofRecords(RECORDS.subList(0, 1)).isShownBy(page)).isFalse();
    assertThat(TestedWith.ofRecords(List.of("A\tReactor\t1.2\t21")).isShownBy(page)).isFalse();
  }

  @Test
  void readmeNamesOnlyVersionsThatAreTestedToday() throws IOException {
    String page = Files.readString(PROJECT.resolve("README.md"));
    String hosts = Files.readString(PROJECT.resolve(".ci/hosts"));
    String rows = TestedWith.ofPage(page).rows().toString();
    List<String> versions =
        Pattern.compile("\\d+(\\.\\w+){2,}")
            .matcher(rows)
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(versions).isNotEmpty().allMatch(hosts::contains);
    assertThat(page)
        .contains(TestedWith.buildVersions(Files.readString(PROJECT.resolve("pom.xml"))));
  }
}
