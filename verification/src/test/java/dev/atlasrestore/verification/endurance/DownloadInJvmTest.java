package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests downloads on a full disk, and downloads whose process is killed. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the limit of the size of files is set by bash")
class DownloadInJvmTest {

  private static final int UNLIMITED = 1 << 20;
  private static final long BYTES = 4 << 20;
  private static final long TIME_LIMIT_SECONDS = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"JERSEY", "REACTOR", "VERTX"})
  void fullDiskIsNamedAndNothingIsLeft(String transport) throws Exception {
    Path target = folder.resolve("archive");
    try (FakeAtlas atlas = FakeAtlas.start()) {
      RestoreJobRef ref = RestoreJobFixtures.ref();
      atlas.archive(ref, BYTES);
      Process process = DownloadInJvm.start(transport, atlas.config(), ref, target, 1024);
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(printed)
          .as(() -> log(target))
          .contains("DownloadTargetException: Could not write the file " + target + ".part");
    }
    assertThat(target).doesNotExist();
    assertThat(Path.of(target + ".part")).doesNotExist();
  }

  private static String log(Path target) {
    try {
      return Files.readString(Path.of(target + ".log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The time of the kill depends on the machine; the result must not. */
  @Test
  void targetOfAKilledDownloadIsAbsentOrComplete() throws Exception {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      for (int i = 0; i < 4; i++) {
        RestoreJobRef ref = RestoreJobFixtures.ref(i);
        Path target = folder.resolve("archive-" + i);
        atlas.archive(ref, BYTES).drip(256 << 10, Duration.ofMillis(2));
        Process process = DownloadInJvm.start("JERSEY", atlas.config(), ref, target, UNLIMITED);
        try (BufferedReader out = process.inputReader()) {
          for (int line = 0; line <= i && out.readLine() != null; line++) {
            // Each line is some progress.
          }
        }
        process.destroyForcibly();
        assertThat(process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        if (Files.exists(target)) {
          assertThat(target).hasSize(BYTES);
        } else {
          assertThat(Path.of(target + ".part")).as(() -> log(target)).exists();
        }
      }
    }
  }
}
