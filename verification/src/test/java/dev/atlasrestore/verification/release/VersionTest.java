package dev.atlasrestore.verification.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.verification.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that every file that repeats the version of the project has the version of the root POM.
 */
class VersionTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern VERSION = Pattern.compile("\\b\\d+\\.\\d+\\.\\d+-SNAPSHOT\\b");

  @Test
  void everySnapshotVersionIsTheVersionOfTheProject() throws IOException {
    String version = Pom.read(PROJECT.resolve("pom.xml")).text("properties", "revision").orElse("");
    assertThat(version).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    for (Path file : files()) {
      assertThat(VERSION.matcher(Files.readString(file)).results().map(MatchResult::group))
          .as("%s", file)
          .allMatch(version::equals);
    }
  }

  private static List<Path> files() {
    return Stream.of("pom.xml", ".md")
        .flatMap(ending -> SourceFiles.in(PROJECT, ending).stream())
        .toList();
  }
}
