package dev.atlasrestore.consumers.jakartaee.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * Builds command lines that run jars, like {@code java -jar}. The program ends when the process
 * that started it ends.
 */
final class Java {

  private Java() {}

  static String executable(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Builds the command line of a program that reads its standard input. */
  static List<String> interactive(Path jar, Path folder, List<String> options, String... args) {
    return command(jar, folder, options, true, args);
  }

  /** Builds the command line of a program that does not read its standard input. */
  static List<String> program(Path jar, Path folder, List<String> options, String... args) {
    return command(jar, folder, options, false, args);
  }

  private static List<String> command(
      Path jar, Path folder, List<String> options, boolean readsInput, String... args) {
    Attributes manifest = manifest(jar);
    List<String> command = new ArrayList<>();
    command.add(executable("java"));
    // These options shorten the start and limit the memory.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-Djava.net.preferIPv4Stack=true", "-Djava.io.tmpdir=" + folder));
    modules(manifest, "Add-Opens").forEach(m -> command.add("--add-opens=" + m + "=ALL-UNNAMED"));
    modules(manifest, "Add-Exports")
        .forEach(m -> command.add("--add-exports=" + m + "=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", jar + File.pathSeparator + parentBound(folder)));
    command.add(ParentBound.class.getName());
    command.addAll(List.of(manifest.getValue(Attributes.Name.MAIN_CLASS), "" + readsInput));
    command.addAll(List.of(args));
    return command;
  }

  private static List<String> modules(Attributes manifest, String name) {
    String value = manifest.getValue(name);
    return value == null ? List.of() : List.of(value.split(" "));
  }

  private static Attributes manifest(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a folder that holds only {@link ParentBound}, because a server must not see the tests
   * on its class path.
   */
  private static Path parentBound(Path folder) {
    String name = ParentBound.class.getName().replace('.', '/');
    Path root = folder.resolve("parent-bound");
    for (String each : List.of(name, name + "$EndingInput")) {
      String file = each + ".class";
      try (InputStream in = Java.class.getClassLoader().getResourceAsStream(file)) {
        Files.createDirectories(root.resolve(file).getParent());
        Files.copy(in, root.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return root;
  }
}
