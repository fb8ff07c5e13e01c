package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.Download;
import dev.atlasrestore.DownloadFailedException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The rules 35.link, 35.redirect and 35.refused: what a download sends to the link of a job. */
interface PortDownloadLinkRules {

  long SIZE = 100_000;

  @Rule(
      id = "35.link",
      text =
          "No request for a link has credentials of the API, even if the link has the origin of the"
              + " API.")
  default void linkGetsNoCredentialsOfTheApi(PortFixtures fixtures) throws Exception {
    for (boolean elsewhere : List.of(false, true)) {
      try (FakeAtlas storage = FakeAtlas.start();
          DownloadFixture fixture = DownloadFixture.open(fixtures)) {
        FakeArchive archive = fixture.archive(SIZE).ranges().cutAt(1000);
        if (elsewhere) {
          archive.hostedBy(storage);
        }
        fixture.assertDownloaded(archive, fixture.target(), fixture.download());
        assertEquals(2, archive.requests().size(), "requests for the link");
        DownloadFixture.assertWithoutCredentials(archive.requests());
        DownloadFixture.assertWithoutCredentials(storage.requests());
      }
    }
  }

  @Rule(
      id = "35.link",
      text =
          "If the job has `urlV2` and its header field, `urlV2` is requested with this field."
              + " Otherwise `url` is requested without it.")
  default void headerFieldIsSentWithItsLink(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive withField = fixture.archive(SIZE);
      fixture.download(fixture.folder().resolve("1"), DownloadFixture.QUICK);
      assertEquals(
          List.of(withField.authValue()),
          withField.requests().get(0).headers(withField.authHeader()));
      FakeArchive withKey = fixture.archive(SIZE).onlyUrl();
      fixture.download(fixture.folder().resolve("2"), DownloadFixture.QUICK);
      assertEquals(List.of(), withKey.requests().get(0).headers(withKey.authHeader()));
    }
  }

  @Rule(
      id = "35.redirect",
      text =
          "Up to five redirects are followed. The header field of the link is sent only to its"
              + " origin.")
  default void redirectsAreFollowed(PortFixtures fixtures) throws Exception {
    try (FakeAtlas storage = FakeAtlas.start();
        DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive archive = fixture.archive(SIZE).redirects(5);
      fixture.assertDownloaded(
          archive,
          fixture.folder().resolve("1"),
          fixture.download(fixture.folder().resolve("1"), DownloadFixture.QUICK));
      for (SeenRequest request : archive.requests()) {
        assertEquals(
            List.of(archive.authValue()),
            request.headers(archive.authHeader()),
            "header field of the link at its origin");
      }

      FakeArchive leaving = fixture.archive(SIZE);
      FakeArchive there = storage.archive(PortFixture.REF, SIZE);
      leaving.hashAtOnce().always(Reply.redirect(307, there.url().toString()));
      fixture.assertDownloaded(
          there,
          fixture.folder().resolve("2"),
          fixture.download(fixture.folder().resolve("2"), DownloadFixture.QUICK));
      assertEquals(1, there.requests().size());
      assertEquals(
          List.of(),
          there.requests().get(0).headers(leaving.authHeader()),
          "header field of the link at another origin");
      DownloadFixture.assertWithoutCredentials(there.requests());
    }
  }

  @Rule(id = "35.redirect", text = "A sixth redirect is a `DownloadFailedException`.")
  default void sixthRedirectFails(PortFixtures fixtures) throws Exception {
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      FakeArchive archive = fixture.archive(SIZE).redirects(6);
      DownloadFailedException error = fixture.failure(DownloadFailedException.class);
      assertEquals(OptionalInt.of(302), error.status());
      assertEquals(6, archive.requests().size());
      fixture.assertFiles();
    }
  }

  @Rule(
      id = "35.redirect",
      text = "A redirect from `https` to `http` is a `DownloadFailedException`.",
      on = ClientKinds.TRUSTING)
  default void redirectFromHttpsToHttpFails(PortFixtures fixtures) throws Exception {
    PortFixture secured =
        fixtures.open(FakeAtlas.builder().tls(FakeTls.trusted()), PortFixtures::withQuickPolls);
    try (FakeAtlas plain = FakeAtlas.start();
        DownloadFixture fixture = DownloadFixture.of(secured)) {
      FakeArchive there = plain.archive(PortFixture.REF, SIZE);
      fixture.archive(SIZE).always(Reply.redirect(302, there.url().toString()));
      fixture.failure(DownloadFailedException.class);
      assertEquals(List.of(), plain.requests());
      fixture.assertFiles();
    }
  }

  @Rule(
      id = "35.refused",
      text =
          "If the job has no file, the download fails with a `DownloadUnavailableException` that"
              + " holds the state, before any request for the link.")
  default void unavailableFileIsNotRequested(PortFixtures fixtures) throws Exception {
    Map<RestoreJob, Download.State> states =
        Map.of(
            RestoreJobFixtures.expired(), Download.State.EXPIRED,
            RestoreJobFixtures.usedUp(), Download.State.USED_UP,
            RestoreJobFixtures.failed(), Download.State.FAILED,
            RestoreJobFixtures.inProgress(), Download.State.PENDING,
            RestoreJobFixtures.automated(), Download.State.NOT_OFFERED);
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      for (Map.Entry<RestoreJob, Download.State> each : states.entrySet()) {
        fixture.atlas().put(PortFixture.REF, each.getKey());
        fixture.atlas().forgetRequests();
        DownloadUnavailableException error = fixture.failure(DownloadUnavailableException.class);
        assertEquals(each.getValue(), error.state());
        assertEquals(1, fixture.atlas().requests().size(), "requests");
        fixture.assertFiles();
      }
    }
  }

  @Rule(
      id = "35.refused",
      text =
          "If the link responds with 403, 404 or 410, the job is read once more, and the exception"
              + " says why.")
  default void refusedLinkIsExplained(PortFixtures fixtures) throws Exception {
    for (int status : List.of(403, 404, 410)) {
      try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
        FakeArchive archive = fixture.archive(SIZE).always(Reply.status(status).body("no"));
        DownloadFailedException still = fixture.failure(DownloadFailedException.class);
        assertEquals(OptionalInt.of(status), still.status());
        fixture.atlas().forgetRequests();

        fixture.atlas().put(PortFixture.REF, archive.job(), RestoreJobFixtures.expired());
        DownloadUnavailableException expired = fixture.failure(DownloadUnavailableException.class);
        assertEquals(Download.State.EXPIRED, expired.state());
        assertEquals(1, archive.requests().size(), "requests for the link");
        assertEquals(3, fixture.atlas().requests().size(), "requests");

        fixture.atlas().put(PortFixture.REF, archive.job(), RestoreJobFixtures.usedUp());
        DownloadUnavailableException usedUp = fixture.failure(DownloadUnavailableException.class);
        assertEquals(Download.State.USED_UP, usedUp.state());
        fixture.assertFiles();
      }
    }
  }

  @Rule(
      id = "35.secrets",
      text =
          "No message, cause, event or `toString` of a download shows a link, its key or its header"
              + " field.")
  default void downloadShowsNoSecret(PortFixtures fixtures) throws Exception {
    for (Reply fault :
        List.of(
            Reply.drop(),
            Hostile.reset(),
            Hostile.garbage(),
            Hostile.truncated(),
            Hostile.badChunk(),
            Hostile.hugeHeaders(10 << 20),
            Reply.status(500).body("s3cr3t"),
            Reply.redirect(302, "http://s3cr3tlocation.invalid/s3cr3t"),
            Reply.redirect(302, "s3cr3t://s3cr3t s3cr3t"))) {
      assertFailureShowsNoSecret(fixtures, fault, DownloadFixture.QUICK);
    }
    DownloadOptions impatient = DownloadFixture.QUICK.withIdleTimeout(Duration.ofMillis(300));
    assertFailureShowsNoSecret(fixtures, Hostile.stall(), impatient);
    assertFailureShowsNoSecret(fixtures, Hostile.stallInBody(), impatient);
    try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
      fixture.archive(SIZE);
      fixture.fixture().assertShowsNoSecret(fixture.download().toString());
      fixture.fixture().assertShowsNoSecret(fixture.fixture().events().toString());
    }
  }

  private static void assertFailureShowsNoSecret(
      PortFixtures fixtures, Reply fault, DownloadOptions options) throws Exception {
    for (boolean onlyUrl : List.of(false, true)) {
      try (DownloadFixture fixture = DownloadFixture.open(fixtures)) {
        FakeArchive archive = fixture.archive(SIZE);
        if (onlyUrl) {
          archive.onlyUrl();
        }
        archive.script(Collections.nCopies(20, fault).toArray(Reply[]::new));
        DownloadFailedException error =
            fixture.failure(DownloadFailedException.class, fixture.target(), options);
        assertTrue(error.getMessage().length() > 20, error.getMessage());
        assertFalse(archive.requests().isEmpty(), "the link was not requested");
      }
    }
  }
}
