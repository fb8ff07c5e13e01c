package dev.atlasrestore.verification.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page's table was written by the tests that stand beside it. */
class DigestPageTest {
  @Test
  void thePageShowsEveryServerAndSettingInTurnAndNoFailure() throws IOException {
    String page = Files.readString(RealServer.MODULE.resolveSibling("docs/digest.md"));
    String table = page.substring(page.indexOf(DigestTable.BEGIN), page.indexOf(DigestTable.END));
    List<String> rows = table.lines().filter(line -> line.startsWith("| ")).skip(1).toList();
    List<String> titles =
        Arrays.stream(DigestCase.values())
            .map(digest -> "| " + digest.server() + " | " + digest.setting() + " | ")
            .toList();
    assertThat(rows).zipSatisfy(titles, (row, title) -> assertThat(row).startsWith(title));
    assertThat(table).doesNotContain("failed");
  }
}
