package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A request that follows at once goes out on the connection that the answer came on. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class ConnectionsTest {

  private static final int CLIENTS = 5;

  @Test
  void challengeAndAnswerShareAConnection(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    for (int i = 1; i <= CLIENTS; i++) {
      try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
        StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
        assertThat(atlas.requests()).hasSize(2 * i);
        assertThat(atlas.connections()).isEqualTo(i);
      }
    }
  }

  @Test
  void soDoesAChallengeThatComesLater(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      for (int i = 1; i <= CLIENTS; i++) {
        atlas.forgetNonces();
        StepVerifier.create(jobs.get(RestoreJobFixtures.ref())).expectNextCount(1).verifyComplete();
        assertThat(atlas.requests()).hasSize(2 * i);
        assertThat(atlas.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void soDoesWhatACallerAsksAsSoonAsItHasAResult(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    try (ReactorRestoreJobs jobs = ReactorRestoreJobs.create(atlas.config())) {
      StepVerifier.create(Flux.range(1, CLIENTS).concatMap(i -> jobs.get(RestoreJobFixtures.ref())))
          .expectNextCount(CLIENTS)
          .verifyComplete();
      assertThat(atlas.requests()).hasSize(CLIENTS + 1);
      assertThat(atlas.connections()).isEqualTo(1);
    }
  }
}
