package dev.atlasrestore.verification.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests that the pictures of the README show the current modules and figures. */
class PicturesTest {

  private final Pictures pictures = new Pictures(Path.of("..").toAbsolutePath().normalize());

  @Test
  void picturesShowTheirSources() throws IOException {
    assertThat(Files.readString(pictures.modulesFile()))
        .as("run .ci/pictures")
        .isEqualTo(pictures.modules());
    assertThat(Files.readString(pictures.performanceFile()))
        .as("run .ci/pictures")
        .isEqualTo(pictures.performance())
        .contains(
            "transport-reactor", "OkHttp", ", 1.00 requests per read", ", 2.00 requests per read");
  }
}
