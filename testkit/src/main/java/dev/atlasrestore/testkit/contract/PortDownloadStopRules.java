package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.SeenRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** The rules 35.resume, 35.cancel and 35.close: downloads that break off or are stopped. */
interface PortDownloadStopRules {

  long LARGE = 3 << 20;
  long CUT = 1 << 20;

  /**
   * Waits long for the hash. The idle timeout is short, because some runners cannot interrupt a
   * read.
   */
  DownloadOptions SLOW =
      DownloadOptions.defaults()
          .withIdleTimeout(Duration.ofSeconds(2))
          .withHashWait(Duration.ofMinutes(1));

  @Rule(
      id = "35.resume",
      text =
          "A download that breaks off is resumed if the server accepts ranges and its strong"
              + " `ETag`, or else its `Last-Modified`, is the same.")
  default void brokenDownloadContinuesOnProof(PortFixtures fixtures) throws Exception {
    List<UnaryOperator<FakeArchive>> proofs =
        List.of(
            archive -> archive,
            archive -> archive.etag("").lastModified(Instant.parse("2026-03-09T23:11:25Z")));
    for (UnaryOperator<FakeArchive> proof : proofs) {
      try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
        FakeArchive archive = proof.apply(fixture.archive(LARGE).ranges());
        archive.cutAt(CUT).stallAt(CUT / 2);
        fixture.assertDownloaded(archive, fixture.target(), fixture.download());
        List<SeenRequest> requests = archive.requests();
        assertEquals(3, requests.size(), "requests for the link");
        assertEquals(List.of(), requests.get(0).headers("Range"));
        for (SeenRequest rest : requests.subList(1, 3)) {
          assertEquals(1, rest.headers("Range").size(), "Range fields");
          assertEquals(1, rest.headers("If-Range").size(), "If-Range fields");
        }
      }
    }
  }

  @Rule(
      id = "35.resume",
      text =
          "Without this proof, a download that breaks off fails after one request for the link and"
              + " says how many bytes have arrived.")
  default void brokenDownloadFailsWithoutProof(PortFixtures fixtures) throws Exception {
    List<UnaryOperator<FakeArchive>> unproven =
        List.of(
            archive -> archive.cutAt(CUT),
            archive -> archive.chunked().cutAt(CUT),
            archive -> archive.ranges().etag("").cutAt(CUT),
            archive -> archive.ranges().etag("W/\"weak\"").cutAt(CUT));
    for (UnaryOperator<FakeArchive> each : unproven) {
      assertBreaksOff(fixtures, each, 1, DownloadFixture.QUICK);
    }
    assertBreaksOff(
        fixtures,
        archive -> archive.ranges().cutAt(CUT),
        1,
        DownloadFixture.QUICK.withResume(false));
  }

  @Rule(
      id = "35.resume",
      text =
          "A download is not resumed with a response that begins at another offset, or that belongs"
              + " to another file.")
  default void brokenDownloadDoesNotContinueWithAnotherFile(PortFixtures fixtures)
      throws Exception {
    assertBreaksOff(
        fixtures, archive -> archive.ranges().cutAt(CUT).wrongOffset(), 2, DownloadFixture.QUICK);
    assertBreaksOff(
        fixtures, archive -> archive.ranges().cutAt(CUT).changed(), 2, DownloadFixture.QUICK);
  }

  private static void assertBreaksOff(
      PortFixtures fixtures,
      UnaryOperator<FakeArchive> settings,
      int requests,
      DownloadOptions options)
      throws Exception {
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive archive = settings.apply(fixture.archive(LARGE));
      DownloadFailedException error =
          fixture.failure(DownloadFailedException.class, fixture.target(), options);
      assertTrue(error.bytes() <= CUT, () -> error.bytes() + " bytes of " + CUT);
      assertTrue(error.getMessage().contains(Long.toString(error.bytes())), error.getMessage());
      assertEquals(requests, archive.requests().size(), "requests for the link");
      fixture.assertFiles();
    }
  }

  @Rule(
      id = "35.cancel",
      text =
          "A download that is cancelled before the last byte leaves no file, frees its connection"
              + " and sends nothing more.")
  default void cancelledDownloadLeavesNoFile(PortFixtures fixtures) throws Exception {
    for (long bytes : List.of(0L, CUT)) {
      try (DownloadFixture fixture =
          DownloadFixture.of(fixtures.open(PortDownloadStopRules::withPolls))) {
        CancellablePort.StartedDownload download = cancellable(fixture);
        FakeArchive archive = fixture.archive(LARGE).stallAt(bytes);
        Running<?> running = download.start(PortFixture.REF, fixture.target(), SLOW);
        DownloadFixture.awaitLinkRequests(archive, fixture.atlas(), 1, fixtures.patience());
        fixture.awaitSize(fixture.part(), bytes, fixtures.patience());
        running.cancel();
        fixture.awaitNoFiles(fixtures.patience());
        fixture.fixture().assertQuiet();
        assertEquals(1, archive.requests().size(), "requests for the link");
        assertEndedAsCancelled(fixture);
      }
    }
  }

  @Rule(
      id = "35.cancel",
      text =
          "A download that is cancelled while it waits for the hash keeps the complete `.part`"
              + " file.")
  default void cancelWhileWaitingForTheHashKeepsThePart(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture =
        DownloadFixture.of(fixtures.open(PortDownloadStopRules::withPolls))) {
      CancellablePort.StartedDownload download = cancellable(fixture);
      FakeArchive archive = fixture.archive(LARGE).withoutHash();
      Running<?> running = download.start(PortFixture.REF, fixture.target(), SLOW);
      fixture.fixture().awaitRequests(4);
      running.cancel();
      fixture.fixture().assertQuiet();
      assertEquals(1, archive.downloads());
      assertEquals(LARGE, Files.size(fixture.part()));
      fixture.assertFiles("archive.part");
      assertEndedAsCancelled(fixture);
    }
  }

  private static void assertEndedAsCancelled(DownloadFixture fixture) {
    List<CallEvent> ends =
        fixture.fixture().events().stream()
            .filter(
                event -> event instanceof CallEvent.Done || event instanceof CallEvent.Cancelled)
            .toList();
    assertInstanceOf(CallEvent.Cancelled.class, ends.get(ends.size() - 1));
  }

  @Rule(
      id = "35.close",
      text =
          "If the client is closed during a download, the download ends with `CLIENT_CLOSED`,"
              + " leaves no file and sends nothing more.")
  default void closeEndsADownload(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture =
        DownloadFixture.of(fixtures.open(PortDownloadStopRules::withPolls))) {
      FakeArchive archive = fixture.archive(LARGE).stallAt(CUT);
      BackgroundCall<?> background =
          BackgroundCall.start(() -> fixture.download(fixture.target(), SLOW));
      DownloadFixture.awaitLinkRequests(archive, fixture.atlas(), 1, fixtures.patience());
      fixture.awaitSize(fixture.part(), CUT, fixtures.patience());
      fixture.fixture().port().close();
      Throwable thrown = background.awaitFailure(fixtures.patience());
      TransportException error = assertInstanceOf(TransportException.class, thrown);
      assertEquals(TransportFailure.Kind.CLIENT_CLOSED, error.failure().kind());
      fixture.awaitNoFiles(fixtures.patience());
      fixture.fixture().assertQuiet();
    }
  }

  private static CancellablePort.StartedDownload cancellable(DownloadFixture fixture) {
    return fixture.fixture().port() instanceof CancellablePort port && port.download().isPresent()
        ? port.download().get()
        : Assumptions.abort("the downloads of this port cannot be cancelled one by one");
  }

  private static AtlasConfig withPolls(AtlasConfig config) {
    return config.withPoll(PollPolicy.every(Duration.ofMillis(100))).withoutPollRate();
  }
}
