package dev.atlasrestore.consumers.jakartaee;

import static java.time.Duration.ofMillis;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeArchive;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the war. Its behaviour is the same in each container. */
@Timeout(180)
abstract class HostContract extends HostScene {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MORE_THAN_REQUEST_THREADS = 8;

  @Test
  void readReturnsTheJob() {
    RestoreJobRef ref = ref();
    atlas.put(ref, RestoreJobFixtures.finished());
    HttpResponse<String> response = caller.get(Caller.path(ref));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(response.body())
        .contains("\"status\":\"FINISHED\"", "\"ended\":true", "\"success\":true")
        .contains(
            "\"download\":{", "\"status\":\"EXPIRED\"", "\"expires\":\"2026-03-10T00:11:25Z\"")
        .contains("\"hashes\":[{", "3f0d3dc9f05b8f25ac5b9f12d0a1e0b9b0a49a6c");
  }

  @Test
  void allRequestsShareOneClientAndItsNonce() {
    for (int i = 0; i < 5; i++) {
      RestoreJobRef ref = ref();
      atlas.put(ref, RestoreJobFixtures.broken());
      assertThat(caller.get(Caller.path(ref)).body())
          .contains("\"status\":\"BROKEN\"", "\"ended\":true", "\"success\":false");
    }
    assertThat(atlas.requests()).hasSize(5 + 1);
  }

  @Test
  void responsesHoldNoLinkAndNoCredential() {
    RestoreJobFixtures.all()
        .forEach(
            (name, job) -> {
              RestoreJobRef ref = ref();
              atlas.put(ref, job);
              assertHoldsNoSecret(name, caller.get(Caller.path(ref)), job);
              if (job.status().isTerminal()) {
                RestoreJobRef another = ref();
                atlas.put(another, job);
                assertHoldsNoSecret(name, caller.get(Caller.path(another) + "/completion"), job);
              }
            });
  }

  private static void assertHoldsNoSecret(
      String name, HttpResponse<String> response, RestoreJob job) {
    assertThat(response.statusCode()).as(name).isEqualTo(200);
    assertThat(response.body()).as(name).contains(job.id()).doesNotContain("://", "url", "uth");
    Stream.of(
            job.delivery().flatMap(Delivery::url),
            job.delivery().flatMap(Delivery::urlV2),
            job.delivery().flatMap(Delivery::authValue))
        .flatMap(Optional::stream)
        .filter(secret -> !secret.isEmpty())
        .forEach(secret -> assertThat(response.body()).as(name).doesNotContain(secret));
  }

  @Test
  void failuresHaveDifferentStatuses() {
    RestoreJobRef unknown = ref();
    assertProblem(caller.get(Caller.path(unknown)), 404);

    RestoreJobRef denied = ref();
    atlas.script(denied, Reply.error(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "not from here"));
    assertProblem(caller.get(Caller.path(denied)), 502);

    RestoreJobRef wrongKey = ref();
    atlas.script(wrongKey, Reply.status(401));
    assertProblem(caller.get(Caller.path(wrongKey)), 502);

    // The response stops the waits of its project, so it is sent to another project.
    RestoreJobRef limited =
        new RestoreJobRef("5e2211c17a3e5a48f5497aaa", ref().cluster(), ref().jobId());
    atlas.script(
        limited, Reply.error(429, "RATE_LIMITED", "too many").header("Retry-After", "120"));
    HttpResponse<String> rateLimited = caller.get(Caller.path(limited));
    assertProblem(rateLimited, 429);
    assertThat(rateLimited.headers().firstValue("Retry-After")).hasValue("120");

    RestoreJobRef silent = ref();
    atlas.script(silent, Hostile.stall());
    assertProblem(caller.get(Caller.path(silent)), 504);

    RestoreJobRef garbled = ref();
    atlas.putJson(garbled, "{\"id\":1}");
    assertProblem(caller.get(Caller.path(garbled)), 502);

    assertProblem(caller.get("api/restores/no-id/Cluster0/no-id"), 400);
    assertProblem(caller.get("api/restores/no-id/Cluster0/no-id/completion"), 400);
    assertProblem(caller.get(Caller.path(ref()) + "/completion"), 404);
  }

  private static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(response.body()).contains("\"status\":" + status, "\"detail\":\"", "\"title\":\"");
  }

  @Test
  void waitRespondsWhenTheJobHasEnded() {
    RestoreJobRef ref = ref();
    atlas.put(
        ref,
        RestoreJobFixtures.inProgress(),
        RestoreJobFixtures.inProgress(),
        RestoreJobFixtures.killed());
    HttpResponse<String> response = caller.get(Caller.path(ref) + "/completion");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"status\":\"KILLED\"", "\"success\":false");
  }

  @Test
  void batchRespondsWhenAllJobsHaveEnded() {
    RestoreJobRef first = ref();
    RestoreJobRef second = new RestoreJobRef(first.groupId(), first.cluster(), "f".repeat(24));
    atlas.put(first, RestoreJobFixtures.inProgress(), RestoreJobFixtures.finished());
    atlas.put(second, RestoreJobFixtures.broken());
    String path = "api/restores/%s/Cluster0/completion".formatted(first.groupId());
    String both = path + "?job=%s&job=%s".formatted(first.jobId(), second.jobId());
    HttpResponse<String> response = caller.get(both);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .containsSubsequence("\"jobs\":[", "\"status\":\"FINISHED\"", "\"status\":\"BROKEN\"")
        .contains("\"success\":false")
        .doesNotContain("://");

    HttpResponse<String> partial = caller.get(both + "&job=" + "e".repeat(24));
    assertProblem(partial, 404);
    assertThat(partial.body()).containsSubsequence("\"jobs\":[", "FINISHED", "BROKEN");
    assertProblem(caller.get(path), 400);
  }

  @Test
  void listShowsTheJobsOfTheCluster() {
    RestoreJobRef ref = ref();
    atlas.put(ref, RestoreJobFixtures.withIdsOf(ref, RestoreJobFixtures.withAuthHeader()));
    HttpResponse<String> response = caller.get(listPath(ref.groupId()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .startsWith("[{")
        .contains("\"id\":\"" + ref.jobId())
        .doesNotContain("://", "uth");
    assertProblem(caller.get(listPath("no-id")), 400);
  }

  private static String listPath(String group) {
    return "api/restores/" + group + "/Cluster0";
  }

  @Test
  void downloadSendsItsProgressAndItsEnd() {
    RestoreJobRef ref = ref();
    FakeArchive archive = atlas.archive(ref, 400_000).fileName(ref.groupId());
    archive.drip(100_000, Duration.ofMillis(200));
    String path = Caller.path(ref) + "/download";
    assertProblem(caller.get(path + "/events"), 404);
    assertThat(caller.post(path).statusCode()).isEqualTo(202);
    assertThat(caller.post(path).statusCode()).isEqualTo(202);
    HttpResponse<String> response = caller.get(path + "/events");
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(response.body())
        .containsSubsequence("event: progress", "\"bytes\":", "event: verified", archive.sha1())
        .contains("\"total\":400000", "\"file\":\"" + ref.groupId() + "\"")
        .doesNotContain(folder.toString(), "://");
    assertThat(caller.get(path + "/events").body()).contains("event: verified");
    assertThat(archive.requests()).hasSize(1);

    assertThat(caller.post(path).statusCode()).isEqualTo(202);
    assertThat(caller.get(path + "/events").body())
        .containsSubsequence("event: problem", "\"status\":409")
        .doesNotContain(folder.toString());
    assertProblem(caller.post("api/restores/no-id/Cluster0/no-id/download"), 400);
  }

  @Test
  void waitsDoNotHoldRequestThreads() throws Exception {
    List<RestoreJobRef> refs = new ArrayList<>();
    List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_REQUEST_THREADS; i++) {
      RestoreJobRef ref = ref();
      atlas.put(ref, RestoreJobFixtures.inProgress());
      refs.add(ref);
      waits.add(caller.getLater(Caller.path(ref) + "/completion"));
    }
    assertThat(atlas.awaitRequests(MORE_THAN_REQUEST_THREADS, TIMEOUT)).isTrue();
    assertThat(caller.get(Caller.path(refs.get(0))).body()).contains("\"ended\":false");
    assertThat(waits).noneMatch(CompletableFuture::isDone);

    refs.forEach(ref -> atlas.put(ref, RestoreJobFixtures.finished()));
    for (CompletableFuture<HttpResponse<String>> wait : waits) {
      assertThat(wait.get(60, SECONDS).body()).contains("\"status\":\"FINISHED\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "managed", "common-pool", "no-context", "system-context"})
  void anyThreadCanCreateAndUseClients(String thread) {
    RestoreJobRef ref = ref();
    atlas.put(ref, RestoreJobFixtures.finished());
    String path = "%s/%s/%s/%s".formatted(thread, ref.groupId(), ref.cluster(), ref.jobId());
    assertThat(caller.get("probe/injected/" + path).body()).isEqualTo("FINISHED");
    assertThat(caller.get("probe/made/" + path + "?host=" + atlasHost()).body())
        .isEqualTo("FINISHED");
  }

  @Test
  void containerKeepsItsOwnJaxRs() {
    assertThat(caller.get("probe/runtime-delegate").body()).startsWith("container: ");
    assertThat(caller.get("probe/client-builder").body()).startsWith("container: ");
  }

  @Test
  void undeploymentEndsWaitsAndDownloadsAndClosesTheClient() throws Throwable {
    RestoreJobRef download = ref();
    atlas.archive(download, 1_000_000).fileName(download.groupId()).drip(1000, ofMillis(50));
    String path = Caller.path(download) + "/download";
    assertThat(caller.post(path).statusCode()).isEqualTo(202);
    CompletableFuture<HttpResponse<String>> events = caller.getLater(path + "/events");
    RestoreJobRef ref = ref();
    atlas.put(ref, RestoreJobFixtures.inProgress());
    CompletableFuture<HttpResponse<String>> wait =
        caller.getLater(Caller.path(ref) + "/completion");
    assertThat(atlas.awaitRequests(6, TIMEOUT)).isTrue();
    whileUndeployed(
        () -> {
          assertThat(atlas.awaitNoConnections(TIMEOUT)).isTrue();
          assertIsDeleted(folder.resolve(download.groupId() + ".part"));
          if (host.respondsDuringUndeployment()) {
            assertThat(wait.get(TIMEOUT.toSeconds(), SECONDS).statusCode()).isEqualTo(503);
            assertThat(events.get(TIMEOUT.toSeconds(), SECONDS).body())
                .containsSubsequence("event: problem", "\"status\":503");
          }
        });
    whileUndeployed(
        () -> assertAtMostOneInstanceLeft("dev.atlasrestore.transport.jersey.JerseyRestoreJobs"));

    atlas.put(ref, RestoreJobFixtures.finished());
    assertThat(caller.get(Caller.path(ref)).body()).contains("FINISHED");
  }

  /** The file is deleted soon after the connection is closed. */
  private static void assertIsDeleted(Path file) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (Files.exists(file) && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    assertThat(file).doesNotExist();
  }

  /** Runs a check while the application is undeployed. */
  private void whileUndeployed(Executable check) throws Throwable {
    host.undeploy();
    try {
      check.execute();
    } finally {
      host.deploy();
    }
  }

  /**
   * A server may retain the objects of its last request. It must not retain more with each
   * deployment.
   */
  private void assertAtMostOneInstanceLeft(String classNamePrefix) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    long left = host.instances(classNamePrefix);
    while (left > 1 && System.nanoTime() - deadline < 0) {
      left = host.instances(classNamePrefix);
    }
    assertThat(left).isLessThanOrEqualTo(1);
  }
}
