package dev.atlasrestore.consumers.core;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Checks the dependencies of core with {@code jdeps}. */
public final class CoreDependencies {

  private CoreDependencies() {}

  /**
   * Fails if core depends on a module other than {@code java.base}.
   *
   * @param args the folder with the modules
   */
  public static void main(String[] args) throws Exception {
    Path core;
    try (Stream<Path> jars = Files.list(Path.of(args[0]))) {
      core =
          jars.filter(jar -> jar.getFileName().toString().startsWith("atlas-restore-core-"))
              .findFirst()
              .orElseThrow();
    }
    StringWriter output = new StringWriter();
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(output),
                new PrintWriter(output),
                "--ignore-missing-deps",
                "--multi-release",
                "base",
                "--print-module-deps",
                core.toString());
    if (status != 0 || !output.toString().lines().toList().equals(List.of("java.base"))) {
      throw new AssertionError("Core depends on " + output);
    }
    System.out.println("Core depends on java.base only.");
  }
}
