package dev.atlasrestore.consumers.jakartaee.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** Locates the servers and their working folders, all below {@code target/}. */
final class Folders {

  private Folders() {}

  /** Returns a file or folder that the build has unpacked. */
  static Path host(String name) {
    return Path.of(System.getProperty("hosts.folder")).resolve(name);
  }

  /** Creates an empty folder for one run. */
  static Path fresh(String name) {
    Path folder = host("run").resolve(name);
    try {
      if (Files.exists(folder)) {
        delete(folder);
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copied = to.resolve(from.relativize(each).toString());
        if (!Files.isDirectory(copied)) {
          Files.copy(each, copied);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Places a copy of the file with an atomic move, so that a server that watches the folder never
   * reads a partial file.
   */
  static void place(Path file, Path target) {
    try {
      Path temporary = host("run").resolve(target.getFileName() + ".new");
      Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
