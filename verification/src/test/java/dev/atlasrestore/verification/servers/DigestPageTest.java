package dev.atlasrestore.verification.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.benchmarks.report.MarkdownTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the table that {@link DigestAgainstServersTest} writes. */
class DigestPageTest {
  @Test
  void pageShowsEveryServerAndSettingWithoutFailures() throws IOException {
    String page = Files.readString(RealServer.MODULE.resolveSibling("docs/digest.md"));
    String section = DigestTable.SECTION.in(page);
    assertThat(MarkdownTable.rows(section).stream().map(row -> row.subList(0, 2)))
        .containsExactlyElementsOf(
            Arrays.stream(DigestCase.values())
                .map(digest -> List.of(digest.server(), digest.setting()))
                .toList());
    assertThat(section).doesNotContain("failed");
  }
}
