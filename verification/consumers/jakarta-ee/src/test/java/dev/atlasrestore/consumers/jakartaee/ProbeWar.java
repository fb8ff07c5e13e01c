package dev.atlasrestore.consumers.jakartaee;

import dev.atlasrestore.consumers.jakartaee.probe.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Adds a JAX-RS application to a war, through which the tests inspect the container. */
final class ProbeWar {

  private ProbeWar() {}

  /** Writes a copy of the war with the probe in it, and returns the copy. */
  static Path of(Path war, Path copy) {
    try {
      Files.createDirectories(copy.getParent());
      Files.copy(war, copy, StandardCopyOption.REPLACE_EXISTING);
      Path classes = classes();
      try (FileSystem zip = FileSystems.newFileSystem(copy);
          Stream<Path> files = Files.walk(classes)) {
        List<Path> probe =
            files.filter(file -> file.getParent().endsWith("jakartaee/probe")).toList();
        for (Path file : probe) {
          Path target = zip.getPath("WEB-INF/classes", classes.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path classes() {
    try {
      URI location = Probe.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(location);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
