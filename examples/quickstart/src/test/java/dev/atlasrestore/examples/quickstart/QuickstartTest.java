package dev.atlasrestore.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Quickstart quickstart = quickstart(false);

  private Quickstart quickstart(boolean terminal) {
    return new Quickstart(new PrintStream(printed, true, StandardCharsets.UTF_8), terminal);
  }

  @Test
  void fakeRunListsWaitsDownloadsAndVerifies() throws IOException {
    assertThat(quickstart.run(new String[0], Map.of())).isZero();

    assertThat(printed())
        .containsSubsequence(
            "Restore jobs of Cluster0",
            "BROKEN",
            "Waiting for the restore job",
            "IN_PROGRESS, ",
            "next poll in",
            "IN_PROGRESS, ",
            "next poll in",
            "FINISHED, ",
            "Downloading its file",
            "100 %, 12.0 MB of 12.0 MB",
            "verified SHA-1 ",
            "shard-0.tar.gz")
        .containsSubsequence(
            "Jersey", "FINISHED", "Reactor Netty", "FINISHED", "Vert.x", "FINISHED")
        .containsSubsequence("AuthenticationException", "RestoreJobNotFoundException")
        .doesNotContain("s3cr3t", "fake-private-key", "\r\u001B", "not verified");
  }

  @Test
  void waitAndDownloadUpdateOneLineEachOnATerminal() throws IOException {
    assertThat(quickstart(true).run(new String[0], Map.of())).isZero();

    String wait = lineAfter("Waiting for the restore job");
    assertThat(wait).startsWith("\r\u001B[K").contains("IN_PROGRESS").contains("next poll in");
    assertThat(wait.split("\r", -1)).as("number of times the line is drawn").hasSizeGreaterThan(4);
    assertThat(wait.substring(wait.lastIndexOf('K')))
        .startsWith("K  FINISHED, ")
        .endsWith(" elapsed");
    assertThat(lineAfter("Downloading its file"))
        .startsWith("\r\u001B[K  [")
        .contains("##############################] 100 %");
  }

  private String lineAfter(String heading) {
    return printed().substring(printed().indexOf(heading)).split("\\n", 3)[1];
  }

  @Test
  void realServiceRunTakesTheNewestJob(@TempDir Path folder) throws IOException {
    try (FakeAtlas atlas = FakeAtlas.builder().basePath("/api/public/v1.0").start()) {
      RestoreJobRef ref = RestoreJobFixtures.ref();
      FakeArchive archive = atlas.archive(ref, 1_000);
      String host = "http://" + atlas.baseUri().getAuthority();
      String[] newest = {"ops-manager", host, ref.groupId(), ref.cluster()};
      String[] named = {
        "ops-manager", host, ref.groupId(), ref.cluster(), ref.jobId(), folder.toString()
      };
      assertThat(quickstart.run(named, environment(atlas))).isZero();
      assertThat(folder.resolve("shard-0.tar.gz")).hasSize(1_000);
      assertThat(printed()).contains("verified SHA-1 " + archive.sha1());

      atlas.put(ref, RestoreJobFixtures.broken());
      assertThat(quickstart.run(newest, environment(atlas)))
          .as("exit status after a job that failed")
          .isEqualTo(1);
      assertThat(printed()).contains("BROKEN");
    }
  }

  private static Map<String, String> environment(FakeAtlas atlas) {
    ApiKey key = atlas.config().key();
    return Map.of("ATLAS_PUBLIC_KEY", key.publicKey(), "ATLAS_PRIVATE_KEY", key.privateKey());
  }

  @Test
  void wrongHashIsReportedAsFailure(@TempDir Path folder) throws IOException {
    try (FakeAtlas atlas = FakeAtlas.builder().basePath("/api/public/v1.0").start()) {
      RestoreJobRef ref = RestoreJobFixtures.ref();
      atlas.archive(ref, 1_000).wrongHash();
      String host = "http://" + atlas.baseUri().getAuthority();
      String[] args = {
        "ops-manager", host, ref.groupId(), ref.cluster(), ref.jobId(), folder.toString()
      };
      assertThat(quickstart.run(args, environment(atlas))).isEqualTo(1);
      assertThat(printed()).contains("HashMismatchException").doesNotContain("verified SHA-1");
    }
  }

  @Test
  void failureOfTheListIsPrinted() throws IOException {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      // This fake does not serve the base path of Ops Manager, so every response is an error.
      String host = "http://" + atlas.baseUri().getAuthority();
      String[] args = {"ops-manager", host, RestoreJobFixtures.GROUP_ID, "Cluster0"};

      int status =
          quickstart.run(args, Map.of("ATLAS_PUBLIC_KEY", "public", "ATLAS_PRIVATE_KEY", "wrong"));

      assertThat(status).isEqualTo(1);
      assertThat(printed()).contains("AuthenticationException");
      assertThat(atlas.requests())
          .allMatch(request -> request.target().startsWith("/api/public/v1.0/groups/"));
    }
  }

  @Test
  void wrongArgumentsAreReportedWithoutARequest() throws IOException {
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
