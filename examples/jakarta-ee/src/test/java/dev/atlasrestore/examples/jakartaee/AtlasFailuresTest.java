package dev.atlasrestore.examples.jakartaee;

import static dev.atlasrestore.CallStats.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.DownloadTargetException;
import dev.atlasrestore.HashMismatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests failures that are hard to cause in a container. {@link HostContract} tests the others. */
class AtlasFailuresTest {

  private final AtlasFailures failures = new AtlasFailures();

  @Test
  void timedOutWaitShowsTheLastReadJob() {
    RestoreJob job = RestoreJobFixtures.inProgress();
    DeadlineExceededException timedOut =
        new DeadlineExceededException("The wait timed out", Optional.of(job), null, CallStats.NONE);
    try (Response response = failures.toResponse(timedOut)) {
      assertThat(response.getStatus()).isEqualTo(504);
      assertThat(((Problem) response.getEntity()).jobs()).containsExactly(RestoreView.of(job));
    }
  }

  @Test
  void problemOfAFileShowsItsNameOnly() {
    Path file = Path.of("/srv/restores/a.tar.gz");
    AtlasException exists = new DownloadTargetException(file + " exists", file, null, NONE);
    assertProblem(exists, 409, "a.tar.gz");
    AtlasException full =
        new DownloadTargetException(file + ": disk full", file, new IOException(), NONE);
    assertProblem(full, 507, "a.tar.gz");
    assertProblem(new HashMismatchException("a", "b", file, NONE), 502, "a.tar.gz");
  }

  private static void assertProblem(AtlasException failure, int status, String name) {
    Problem problem = AtlasFailures.problem(failure);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.detail()).contains(name).doesNotContain("/srv");
  }

  @Test
  void closedOrInterruptedClientIsUnavailable() {
    try (Response response = failures.toResponse(TransportException.clientClosed())) {
      assertThat(response.getStatus()).isEqualTo(503);
    }
    CallInterruptedException interrupted =
        new CallInterruptedException("The thread was interrupted", new InterruptedException());
    try (Response response = failures.toResponse(interrupted)) {
      assertThat(response.getStatus()).isEqualTo(503);
    }
  }
}
