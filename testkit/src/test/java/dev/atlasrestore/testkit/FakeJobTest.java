package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.RestoreJobRef;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeJobTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref(3);

  private final TestClock clock = new TestClock(Instant.parse("2026-03-09T23:11:25Z"));
  private final FakeAtlas atlas = FakeAtlas.builder().clock(clock).start();

  @AfterEach
  void close() {
    atlas.close();
  }

  private String read() throws IOException {
    return FakeAtlasTest.read(atlas, atlas.path(REF));
  }

  @Test
  void statesFollowTheClock() throws Exception {
    atlas
        .job(REF)
        .inProgress(Duration.ofMinutes(5))
        .state(RestoreJobFixtures.withoutLink(), Duration.ofMinutes(1))
        .then(RestoreJobFixtures.broken());
    assertThat(read()).contains("IN_PROGRESS").contains(REF.jobId());
    clock.advance(Duration.ofMinutes(5).minusNanos(1));
    assertThat(read()).contains("IN_PROGRESS");
    clock.advance(Duration.ofNanos(1));
    assertThat(read()).contains("PENDING");
    assertThat(FakeAtlasTest.read(atlas, atlas.path(REF.clusterRef()))).contains("PENDING");
    clock.advance(Duration.ofMinutes(1));
    assertThat(read()).contains("BROKEN");
    clock.advance(Duration.ofDays(1));
    assertThat(read()).contains("BROKEN");
  }

  @Test
  void jobWithoutStatesIsInProgress() throws Exception {
    atlas.job(REF);
    assertThat(read()).contains("IN_PROGRESS");
  }

  @Test
  void jobCanEndWithAnArchive() throws Exception {
    FakeArchive archive =
        atlas.job(REF).inProgress(Duration.ofMinutes(5)).thenArchive(1000).maxDownloads(1);
    assertThat(read()).contains("IN_PROGRESS").doesNotContain("url");
    clock.advance(Duration.ofMinutes(5));
    assertThat(read()).contains("FINISHED", "READY", archive.url().toString());
    try (RawClient client = new RawClient(atlas.baseUri())) {
      client.get(archive.url().getPath()).readHead();
      assertThat(client.read(1000)).hasSize(1000);
    }
    assertThat(read()).contains("MAX_DOWNLOADS_EXCEEDED", archive.sha1());
  }

  @Test
  void clockRunsBackwardsOnlyIfItIsSet() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    clock.set(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    assertThat(clock.toString()).isEqualTo("TestClock[1970-01-01T00:00:00Z]");
    Instant whole = new TestClock().instant();
    assertThat(whole).isEqualTo(whole.truncatedTo(ChronoUnit.SECONDS));
  }
}
