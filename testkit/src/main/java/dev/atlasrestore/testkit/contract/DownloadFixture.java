package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.SeenRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A {@link PortFixture} whose port has downloads, and an empty folder for the files. Its client has
 * a nonce. Aborts the test if the port has no downloads.
 */
final class DownloadFixture implements AutoCloseable {

  /** The options of most downloads: they do not wait long for a hash or a byte. */
  static final DownloadOptions QUICK =
      DownloadOptions.defaults()
          .withHashWait(Duration.ofMillis(100))
          .withIdleTimeout(Duration.ofSeconds(2));

  private static final Duration CHECK_INTERVAL = Duration.ofMillis(10);

  private final PortFixture fixture;
  private final RestoreDownloadPort<DownloadedArchive> downloads;
  private final Path folder;

  private DownloadFixture(PortFixture fixture) throws IOException {
    this.fixture = fixture;
    this.downloads =
        fixture.port().downloads().orElseGet(() -> Assumptions.abort("this port has no downloads"));
    this.folder = Files.createTempDirectory("download");
  }

  static DownloadFixture open(PortFixtures fixtures) throws IOException {
    return of(fixtures.open(PortFixtures::withQuickPolls));
  }

  /** Creates the fixture of this port, and closes the port if this fails. */
  static DownloadFixture of(PortFixture fixture) throws IOException {
    try {
      DownloadFixture opened = new DownloadFixture(fixture);
      fixture.warm();
      return opened;
    } catch (Throwable e) {
      fixture.close();
      throw e;
    }
  }

  PortFixture fixture() {
    return fixture;
  }

  FakeAtlas atlas() {
    return fixture.atlas();
  }

  /** Stores an archive of this size, and forgets the requests so far. */
  FakeArchive archive(long size) {
    atlas().forgetRequests();
    return atlas().archive(PortFixture.REF, size);
  }

  Path folder() {
    return folder;
  }

  /** Returns the usual target, which does not exist. */
  Path target() {
    return folder.resolve("archive");
  }

  Path part() {
    return folder.resolve("archive.part");
  }

  DownloadedArchive download() {
    return download(target(), QUICK);
  }

  DownloadedArchive download(Path target, DownloadOptions options) {
    return downloads.download(PortFixture.REF, target, options);
  }

  /** Downloads to the usual target. The download must fail with this type. */
  <E extends AtlasException> E failure(Class<E> type) throws IOException {
    return failure(type, target(), QUICK);
  }

  /**
   * Downloads. The download must fail with this type. Checks that the exception shows no secret.
   */
  <E extends AtlasException> E failure(Class<E> type, Path target, DownloadOptions options)
      throws IOException {
    E error = assertThrows(type, () -> download(target, options));
    fixture.assertShowsNoSecret(error);
    fixture.assertShowsNoSecret(fixture.events().toString());
    return error;
  }

  /**
   * Checks that the path of the result is the target, and that this file has exactly the bytes of
   * the archive.
   */
  void assertDownloaded(FakeArchive archive, Path target, DownloadedArchive result)
      throws Exception {
    assertEquals(target, result.path());
    assertEquals(archive.size(), result.bytes());
    assertEquals(archive.sha1(), result.sha1());
    assertEquals(archive.size(), Files.size(target));
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(target), sha1)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    assertEquals(archive.sha1(), HexFormat.of().formatHex(sha1.digest()), "SHA-1 of the file");
    assertFalse(
        Files.exists(target.resolveSibling(target.getFileName() + ".part")),
        "a .part file is left");
  }

  /** Checks that the folder has exactly these files. */
  void assertFiles(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(names), files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** Waits until the folder is empty. The cleanup after a cancellation may take a moment. */
  void awaitNoFiles(Duration patience) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (hasFiles() && System.nanoTime() < deadline) {
      fixture.assertQuiet(CHECK_INTERVAL);
    }
    assertFiles();
  }

  private boolean hasFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  /** Waits until the server has received this many requests for the link of an archive. */
  static void awaitLinkRequests(FakeArchive archive, FakeAtlas host, int count, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (archive.requests().size() < count && System.nanoTime() < deadline) {
      host.awaitRequests(host.requests().size() + 1, CHECK_INTERVAL);
    }
    assertTrue(archive.requests().size() >= count, () -> "requests: " + archive.requests());
  }

  /** Waits until this file exists and has at least this many bytes. */
  void awaitSize(Path file, long bytes, Duration patience) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while ((!Files.exists(file) || Files.size(file) < bytes) && System.nanoTime() < deadline) {
      atlas().awaitRequests(Integer.MAX_VALUE, CHECK_INTERVAL);
    }
    assertTrue(Files.exists(file), () -> file.getFileName() + " does not exist");
    assertTrue(Files.size(file) >= bytes, () -> file.getFileName() + " is too short");
  }

  /** Checks that no request has credentials of the API or of the JVM. */
  static void assertWithoutCredentials(List<SeenRequest> requests) {
    for (SeenRequest request : requests) {
      for (String name : List.of("Authorization", "Proxy-Authorization", "Cookie")) {
        assertEquals(List.of(), request.headers(name), name + " was sent to a link");
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      fixture.close();
    } finally {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
