package dev.atlasrestore.examples.jakartaee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not easily brought about in a container; the rest is tested there. */
class AtlasFailuresTest {

  private final AtlasFailures failures = new AtlasFailures();

  @Test
  void aWaitThatTakesTooLongShowsWhatWasSeenLast() {
    RestoreJob job = RestoreJobFixtures.inProgress();
    DeadlineExceededException late =
        new DeadlineExceededException("It took too long", Optional.of(job), null, CallStats.NONE);
    try (Response answer = failures.toResponse(late)) {
      assertThat(answer.getStatus()).isEqualTo(504);
      assertThat(((Problem) answer.getEntity()).jobs()).containsExactly(RestoreView.of(job));
    }
  }

  @Test
  void aServiceThatGoesDownIsUnavailable() {
    try (Response answer = failures.toResponse(TransportException.clientClosed())) {
      assertThat(answer.getStatus()).isEqualTo(503);
    }
    CallInterruptedException stopped =
        new CallInterruptedException("The thread was stopped", new InterruptedException());
    try (Response answer = failures.toResponse(stopped)) {
      assertThat(answer.getStatus()).isEqualTo(503);
    }
  }
}
