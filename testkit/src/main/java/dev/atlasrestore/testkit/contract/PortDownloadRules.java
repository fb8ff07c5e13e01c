package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadProgress;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.DownloadedArchive.Verification;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.testkit.FakeArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The rules 35, 35.hash, 35.target and 35.time: a download, its hash, its target and its time. */
interface PortDownloadRules {

  /** More than any stack reads at once. */
  long LARGE = (5 << 20) + 1;

  long SMALL = 100_000;

  @Rule(
      id = "35",
      text =
          "A download of any size, with a declared length or in chunks, is complete and verified."
              + " It requests the link once.")
  default void completeArchiveIsVerified(PortFixtures fixtures) throws Exception {
    for (long size : List.of(0L, 1L, LARGE)) {
      for (boolean chunked : List.of(false, true)) {
        try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
          FakeArchive archive = fixture.archive(size);
          if (chunked) {
            archive.chunked();
          }
          DownloadedArchive result = fixture.download();
          fixture.assertDownloaded(archive, fixture.target(), result);
          assertEquals(Verification.VERIFIED, result.verification());
          assertEquals(archive.job(), result.job());
          assertEquals(1, archive.requests().size(), "requests for the link");
        }
      }
    }
  }

  @Rule(
      id = "35",
      text = "The progress of a download never falls, and ends with the size of the file.")
  default void progressEndsWithTheSizeOfTheFile(PortFixtures fixtures) throws Exception {
    Queue<DownloadProgress> progress = new ConcurrentLinkedQueue<>();
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      fixture.archive(LARGE).drip(512 << 10, Duration.ofMillis(50));
      fixture.download(fixture.target(), DownloadFixture.QUICK.withProgress(progress::add));
      long before = 0;
      for (DownloadProgress each : progress) {
        assertTrue(each.bytes() >= before, () -> "the progress was " + progress);
        assertEquals(OptionalLong.of(LARGE), each.total());
        before = each.bytes();
      }
      assertEquals(LARGE, before, () -> "the progress was " + progress);
    }
  }

  @Rule(
      id = "35.hash",
      text =
          "If the hash of the service differs, the download fails with `HashMismatchException` and"
              + " keeps the `.part` file.")
  default void wrongHashKeepsThePart(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive archive = fixture.archive(SMALL).wrongHash();
      HashMismatchException error = fixture.failure(HashMismatchException.class);
      assertEquals(archive.sha1(), error.actual());
      assertFalse(error.expected().equals(error.actual()));
      assertEquals(fixture.part(), error.file());
      fixture.assertFiles("archive.part");
      assertEquals(SMALL, Files.size(error.file()));
    }
  }

  @Rule(id = "35.hash", text = "A download waits for a hash that appears late.")
  default void lateHashIsAwaited(PortFixtures fixtures) throws Exception {
    DownloadOptions patient = DownloadFixture.QUICK.withHashWait(Duration.ofMinutes(1));
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive archive = fixture.archive(SMALL).hashAfterReads(3);
      DownloadedArchive result = fixture.download(fixture.target(), patient);
      fixture.assertDownloaded(archive, fixture.target(), result);
      assertEquals(Verification.VERIFIED, result.verification());
    }
  }

  @Rule(
      id = "35.hash",
      text =
          "If the service offers no SHA-1 in time, or a hash of another algorithm only, the result"
              + " is `NOT_OFFERED`.")
  default void missingHashIsNotOffered(PortFixtures fixtures) throws Exception {
    for (boolean other : List.of(false, true)) {
      try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
        FakeArchive archive = fixture.archive(SMALL);
        if (other) {
          archive.hashAlgorithm("SHA256");
        } else {
          archive.withoutHash();
        }
        DownloadedArchive result = fixture.download();
        fixture.assertDownloaded(archive, fixture.target(), result);
        assertEquals(Verification.NOT_OFFERED, result.verification());
      }
    }
  }

  @Rule(
      id = "35.target",
      text =
          "If the target or its `.part` file exists, or its folder does not, the download fails"
              + " before any request.")
  default void unsuitableTargetFailsBeforeAnyRequest(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      fixture.archive(SMALL);
      Path existing = Files.writeString(fixture.folder().resolve("existing"), "existing");
      Path inUse = fixture.folder().resolve("in-use");
      Files.writeString(fixture.folder().resolve("in-use.part"), "part");
      for (Path target :
          List.of(existing, inUse, fixture.folder().resolve("missing").resolve("archive"))) {
        DownloadTargetException error =
            fixture.failure(DownloadTargetException.class, target, DownloadFixture.QUICK);
        assertTrue(error.path().startsWith(fixture.folder()), () -> error.path().toString());
      }
      fixture.failure(
          DownloadTargetException.class, inUse, DownloadFixture.QUICK.withOverwrite(true));
      assertEquals(List.of(), fixture.atlas().requests());
      assertEquals("existing", Files.readString(existing));
      fixture.assertFiles("existing", "in-use.part");
    }
  }

  @Rule(id = "35.target", text = "An existing file is replaced only if the options allow it.")
  default void existingFileIsReplacedIfAllowed(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive archive = fixture.archive(SMALL).cutAt(10);
      Files.writeString(fixture.target(), "existing");
      DownloadOptions overwriting = DownloadFixture.QUICK.withOverwrite(true);
      fixture.failure(DownloadFailedException.class, fixture.target(), overwriting);
      assertEquals("existing", Files.readString(fixture.target()));
      fixture.assertFiles("archive");
      fixture.assertDownloaded(
          archive, fixture.target(), fixture.download(fixture.target(), overwriting));
    }
  }

  @Rule(
      id = "35.target",
      text =
          "In a folder, the file gets the name in its link, unless this name leads out of the"
              + " folder.")
  default void fileInAFolderGetsTheNameOfTheLink(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive archive = fixture.archive(SMALL).fileName("shard 0.tar.gz");
      DownloadedArchive result = fixture.download(fixture.folder(), DownloadFixture.QUICK);
      fixture.assertDownloaded(archive, fixture.folder().resolve("shard 0.tar.gz"), result);
      for (String name : List.of("..", ".", "")) {
        fixture.archive(SMALL).fileName(name);
        fixture.failure(DownloadTargetException.class, fixture.folder(), DownloadFixture.QUICK);
      }
      fixture.assertFiles("shard 0.tar.gz");
    }
  }

  @Rule(
      id = "35.time",
      text =
          "A download has no timeout as a whole. If no byte arrives within the idle timeout, it"
              + " fails with a `DownloadFailedException` that names the idle timeout.")
  default void downloadHasOnlyAnIdleTimeout(PortFixtures fixtures) throws Exception {
    Duration shorterThanTheDownload = Duration.ofSeconds(1);
    DownloadOptions impatient = DownloadFixture.QUICK.withIdleTimeout(shorterThanTheDownload);
    PortFixture port =
        fixtures.open(
            config -> PortFixtures.withQuickPolls(withTimeouts(config, shorterThanTheDownload)));
    try (DownloadFixture fixture = DownloadFixture.of(port)) {
      FakeArchive archive = fixture.archive(1000).drip(100, Duration.ofMillis(200));
      fixture.assertDownloaded(
          archive, fixture.target(), fixture.download(fixture.target(), impatient));
      Files.delete(fixture.target());
      archive.stallAt(300);
      DownloadFailedException error =
          fixture.failure(DownloadFailedException.class, fixture.target(), impatient);
      assertEquals(300, error.bytes());
      assertTrue(error.getMessage().contains("idle timeout"), error.getMessage());
      fixture.assertFiles();
    }
  }

  private static AtlasConfig withTimeouts(AtlasConfig config, Duration time) {
    return config.withTimeouts(config.timeouts().withResponse(time).withCall(time));
  }
}
