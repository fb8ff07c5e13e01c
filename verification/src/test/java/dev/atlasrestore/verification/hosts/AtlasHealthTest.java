package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class AtlasHealthTest {

  @Test
  void healthShowsHowTheLastCallEnded() {
    AtlasHealth health = new AtlasHealth();
    assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    try (FakeAtlas atlas = FakeAtlas.start();
        OpenPort port = Transport.JERSEY.open(atlas.config().withListener(health))) {
      atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
      atlas.script(RestoreJobFixtures.ref(), Reply.status(403));
      assertThatThrownBy(() -> port.get(RestoreJobFixtures.ref()))
          .isInstanceOf(AccessDeniedException.class);
      assertThat(health.call().getStatus()).isEqualTo(Status.DOWN);
      port.get(RestoreJobFixtures.ref());
      assertThat(health.call().getStatus()).isEqualTo(Status.UP);
      assertThat(atlas.requests()).hasSize(3);
    }
  }
}
