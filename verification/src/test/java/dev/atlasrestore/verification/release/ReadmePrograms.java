package dev.atlasrestore.verification.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Writes each program of the README into a folder named after its transport: {@code jersey}, {@code
 * reactor} or {@code vertx}. Replaces only the address of the service: the program reads it from
 * the environment variable {@code ATLAS_URI}. {@code .ci/hosts} compiles and runs the programs as a
 * user does.
 */
final class ReadmePrograms {

  private static final Pattern PROGRAM =
      Pattern.compile("(?ms)^```java\\n((?:(?!```).)*?^public class FetchRestore .*?)^```");
  private static final Pattern TRANSPORT =
      Pattern.compile("dev\\.atlasrestore\\.transport\\.(\\w+)");

  private ReadmePrograms() {}

  /** Runs in the folder of the project. The only argument is the folder to write to. */
  public static void main(String[] args) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    List<String> programs = PROGRAM.matcher(readme).results().map(found -> found.group(1)).toList();
    for (String program : programs) {
      String transport =
          TRANSPORT
              .matcher(program)
              .results()
              .map((MatchResult found) -> found.group(1))
              .findFirst()
              .orElseThrow();
      Path folder = Files.createDirectories(Path.of(args[0], transport));
      Files.writeString(
          folder.resolve("FetchRestore.java"),
          program.replace(
              "AtlasConfig.atlas(",
              "AtlasConfig.of(java.net.URI.create(System.getenv(\"ATLAS_URI\")), "));
    }
    if (programs.size() != 3) {
      throw new IllegalStateException("The README has " + programs.size() + " programs, not 3");
    }
  }
}
