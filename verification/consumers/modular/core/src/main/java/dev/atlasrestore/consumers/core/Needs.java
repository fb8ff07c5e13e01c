package dev.atlasrestore.consumers.core;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Asks {@code jdeps} what core needs. */
public final class Needs {

  private Needs() {}

  /**
   * Fails if core needs more than {@code java.base}.
   *
   * @param args the folder of the modules
   */
  public static void main(String[] args) throws Exception {
    Path core;
    try (Stream<Path> jars = Files.list(Path.of(args[0]))) {
      core =
          jars.filter(jar -> jar.getFileName().toString().startsWith("atlas-restore-core-"))
              .findFirst()
              .orElseThrow();
    }
    StringWriter said = new StringWriter();
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(said),
                new PrintWriter(said),
                "--ignore-missing-deps",
                "--multi-release",
                "base",
                "--print-module-deps",
                core.toString());
    if (status != 0 || !said.toString().lines().toList().equals(List.of("java.base"))) {
      throw new AssertionError("core needs " + said);
    }
    System.out.println("core needs java.base");
  }
}
