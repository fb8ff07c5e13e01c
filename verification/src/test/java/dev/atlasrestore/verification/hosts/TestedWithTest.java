package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of what was tested. */
class TestedWithTest {

  private static final Path PROJECT = Path.of("..");
  private static final List<String> PASSED =
      List.of("B\tVert.x\t5.0\t25", "A\tReactor\t1.2\t17", "B\tVert.x\t5.0\t17");
  private static final String POM =
      "<jersey.version>1</jersey.version><reactor-netty.version>2</reactor-netty.version>"
          + "<vertx.version>3</vertx.version>";
  private static final String EMPTY = "text\n" + TestedWith.BEGIN + TestedWith.END + "\nmore\n";

  @Test
  void whatPassedIsOneRowForEachVersionAndReadBackFromThePage() {
    TestedWith passed = TestedWith.ofPassed(PASSED);
    String page = passed.into(EMPTY, POM);
    assertThat(page)
        .startsWith("text\n")
        .endsWith("\nmore\n")
        .contains("| A | Reactor | 1.2 | 17 |\n| B | Vert.x | 5.0 | 17, 25 |\n")
        .contains("Jersey 1, Reactor Netty 2 and Vert.x 3");
    assertThat(passed.standsIn(TestedWith.ofPage(page))).isTrue();
    assertThat(passed.into(page, POM)).isEqualTo(page);
  }

  @Test
  void onlyAJdkMayBeMissing() {
    TestedWith shown = TestedWith.ofPage(TestedWith.ofPassed(PASSED).into(EMPTY, POM));
    assertThat(TestedWith.ofPassed(PASSED.subList(0, 2)).standsIn(shown)).isTrue();
    assertThat(TestedWith.ofPassed(PASSED.subList(0, 1)).standsIn(shown)).isFalse();
    assertThat(TestedWith.ofPassed(List.of("A\tReactor\t1.2\t21")).standsIn(shown)).isFalse();
  }

  @Test
  void eachRowIsOfVersionsThatAreTestedToday() throws IOException {
    String page = Files.readString(PROJECT.resolve("README.md"));
    String hosts = Files.readString(PROJECT.resolve(".ci/hosts"));
    List<String> versions =
        Pattern.compile("\\d+(\\.\\w+){2,}")
            .matcher(String.join("\n", TestedWith.ofPage(page).rows()))
            .results()
            .map(found -> found.group())
            .toList();
    assertThat(versions).isNotEmpty().allMatch(hosts::contains);
    assertThat(page).contains(TestedWith.build(Files.readString(PROJECT.resolve("pom.xml"))));
  }
}
