package dev.atlasrestore.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuickstartTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Quickstart quickstart = quickstart(false);

  private Quickstart quickstart(boolean terminal) {
    return new Quickstart(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal);
  }

  @Test
  void runWithoutArgumentsReadsTheJobThreeTimesAndShowsTwoFailures() {
    assertThat(quickstart.run(new String[0], Map.of())).isZero();

    assertThat(printed())
        .containsSubsequence(
            "Jersey", "FINISHED", "Reactor Netty", "FINISHED", "Vert.x", "FINISHED")
        .containsSubsequence(
            "saw 6 requests", "AuthenticationException", "RestoreJobNotFoundException")
        .contains("EXPIRED", "3f0d3dc9f05b8f25ac5b9f12d0a1e0b9b0a49a6c")
        .doesNotContain("s3cr3t", "fake-private-key");
    assertThat(printed())
        .as("one wait, and one batch for each transport")
        .containsSubsequence(
            "IN_PROGRESS, ", "next poll in", "IN_PROGRESS, ", "next poll in", "FINISHED, ")
        .containsSubsequence(
            "together, Jersey",
            "SUCCEEDED",
            "FAILED",
            "RestoreJobNotFoundException",
            "together, Reactor Netty",
            "SUCCEEDED",
            "FAILED",
            "RestoreJobNotFoundException",
            "together, Vert.x",
            "SUCCEEDED",
            "FAILED",
            "RestoreJobNotFoundException")
        .doesNotContain("\r\u001B");
  }

  @Test
  void waitUpdatesOneLineOnATerminal() {
    assertThat(quickstart(true).run(new String[0], Map.of())).isZero();

    String wait = printed().substring(printed().indexOf("Waiting for a restore job:"));
    String line = wait.split("\\n", 3)[1];
    assertThat(line).startsWith("\r\u001B[K").contains("IN_PROGRESS").contains("next poll in");
    assertThat(line.split("\r", -1)).as("number of times the line is drawn").hasSizeGreaterThan(4);
    assertThat(line.substring(line.lastIndexOf('K')))
        .startsWith("K  FINISHED, ")
        .endsWith(" elapsed");
  }

  @Test
  void waitSucceedsIfTheJobSucceeds() {
    try (FakeAtlas atlas = FakeAtlas.builder().basePath("/api/public/v1.0").start()) {
      RestoreJobRef ref = RestoreJobFixtures.ref();
      atlas.put(ref, RestoreJobFixtures.broken());
      String host = "http://" + atlas.baseUri().getAuthority();
      String[] args = {"wait", "ops-manager", host, ref.groupId(), ref.cluster(), ref.jobId()};
      ApiKey key = atlas.config().key();
      Map<String, String> environment =
          Map.of("ATLAS_PUBLIC_KEY", key.publicKey(), "ATLAS_PRIVATE_KEY", key.privateKey());

      assertThat(quickstart.run(args, environment))
          .as("exit status after a job that failed")
          .isEqualTo(1);
      assertThat(printed()).contains("BROKEN");
      atlas.put(ref, RestoreJobFixtures.finished());
      assertThat(quickstart.run(args, environment)).isZero();
    }
  }

  @Test
  void runWithArgumentsReadsTheJobWithTheKeyFromTheEnvironment() {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      // This fake does not serve the base path of Ops Manager, so every response is an error.
      String host = "http://" + atlas.baseUri().getAuthority();
      String[] args = {
        "ops-manager", host, RestoreJobFixtures.GROUP_ID, "Cluster0", RestoreJobFixtures.JOB_ID
      };

      int status =
          quickstart.run(args, Map.of("ATLAS_PUBLIC_KEY", "public", "ATLAS_PRIVATE_KEY", "wrong"));

      assertThat(status).isEqualTo(1);
      assertThat(printed()).contains("AuthenticationException");
      assertThat(atlas.requests())
          .allMatch(request -> request.target().startsWith("/api/public/v1.0/groups/"));
    }
  }

  @Test
  void wrongArgumentsAreReportedWithoutARequest() {
    Map<String, String> key = Map.of("ATLAS_PUBLIC_KEY", "public", "ATLAS_PRIVATE_KEY", "private");

    assertThat(quickstart.run(new String[] {"atlas"}, key)).isEqualTo(2);
    assertThat(quickstart.run(new String[] {"atlas", "-", "not-an-id", "c", "j"}, key))
        .isEqualTo(2);
    assertThat(quickstart.run(new String[] {"mongo", "-", "g", "c", "j"}, key)).isEqualTo(2);
    assertThat(quickstart.run(new String[] {"atlas", "-", "g", "c", "j"}, Map.of())).isEqualTo(2);
    assertThat(printed())
        .contains(
            "Unknown product: mongo", "ATLAS_PUBLIC_KEY is not set", "groupId must be", "Usage:");
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
