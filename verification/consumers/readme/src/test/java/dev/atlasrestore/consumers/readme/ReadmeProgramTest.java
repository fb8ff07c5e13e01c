package dev.atlasrestore.consumers.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program waits for the restore and downloads the archive, on the class path of Maven. */
@Timeout(60)
class ReadmeProgramTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  @TempDir Path folder;

  @Test
  void programDownloadsTheArchive() throws Exception {
    byte[] content = "the data of the backup".getBytes(UTF_8);
    Path log = folder.resolve("log");
    Path files = Files.createDirectory(folder.resolve("files"));
    try (FakeAtlas atlas = FakeAtlas.start()) {
      atlas.archive(REF, content);
      Process program = start(atlas, files, log);
      try {
        assertTrue(program.waitFor(50, TimeUnit.SECONDS), () -> "does not end: " + text(log));
      } finally {
        program.destroyForcibly().waitFor();
      }
      assertEquals(0, program.exitValue(), () -> text(log));
      assertFalse(text(log).contains("Exception"), () -> text(log));
      assertArrayEquals(content, Files.readAllBytes(onlyFile(files)));
    }
  }

  @Test
  void classPathHasTheExpectedVersion() {
    assertTrue(
        System.getProperty("java.class.path").contains("/" + System.getProperty("expected")),
        () -> System.getProperty("java.class.path"));
  }

  private static Process start(FakeAtlas atlas, Path files, Path log) throws IOException {
    ApiKey key = atlas.config().key();
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "FetchRestore",
            REF.groupId(),
            REF.cluster(),
            REF.jobId());
    java.environment().put("ATLAS_PUBLIC_KEY", key.publicKey());
    java.environment().put("ATLAS_PRIVATE_KEY", key.privateKey());
    java.environment().put("ATLAS_URI", atlas.baseUri().toString());
    return java.directory(files.toFile())
        .redirectErrorStream(true)
        .redirectOutput(new File(log.toString()))
        .start();
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.toList();
      assertEquals(1, found.size(), found::toString);
      return found.get(0);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "no output";
    }
  }
}
