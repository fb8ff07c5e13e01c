package dev.atlasrestore.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.DownloadProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DownloadBarTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private DownloadBar bar(boolean terminal) {
    return new DownloadBar(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal);
  }

  private static DownloadProgress progress(long bytes, OptionalLong total, long millis) {
    return new DownloadProgress(bytes, total, Duration.ofMillis(millis));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void barGrowsInOneLineOnATerminal() {
    try (DownloadBar bar = bar(true)) {
      bar.accept(progress(1_000_000, OptionalLong.of(4_000_000), 500));
      bar.accept(progress(4_000_000, OptionalLong.of(4_000_000), 2_000));
    }
    assertThat(printed().split("\r\u001B\\[K"))
        .containsExactly(
            "",
            "  [#######                       ]  25 %, 1.0 MB of 4.0 MB, 2.0 MB/s",
            "  [##############################] 100 %, 4.0 MB of 4.0 MB, 2.0 MB/s"
                + System.lineSeparator());
  }

  @Test
  void plainLinesAreAtLeastASecondApart() {
    try (DownloadBar bar = bar(false)) {
      bar.accept(progress(0, OptionalLong.empty(), 100));
      bar.accept(progress(500_000, OptionalLong.empty(), 500));
      bar.accept(progress(3_000_000, OptionalLong.empty(), 1_500));
    }
    assertThat(printed().lines()).containsExactly("  0 kB, 0 kB/s", "  3.0 MB, 2.0 MB/s");
  }

  @Test
  void lastLineIsPrintedOnceIfTheSizeIsKnown() {
    try (DownloadBar bar = bar(false)) {
      bar.accept(progress(1, OptionalLong.of(9), 100));
      bar.accept(progress(9, OptionalLong.of(9), 200));
      bar.accept(progress(9, OptionalLong.of(9), 300));
    }
    assertThat(printed().lines()).hasSize(2);
  }
}
