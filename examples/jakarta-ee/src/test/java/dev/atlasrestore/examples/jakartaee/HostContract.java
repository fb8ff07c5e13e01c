package dev.atlasrestore.examples.jakartaee;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.net.http.HttpResponse;
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

/** What the war does in every container: the same. */
@Timeout(180)
abstract class HostContract extends HostScene {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MORE_THAN_REQUEST_THREADS = 8;

  @Test
  void aJobIsReadAndShown() {
    RestoreJobRef ref = ref();
    atlas.put(ref, RestoreJobFixtures.finished());
    HttpResponse<String> answer = caller.get(Caller.path(ref));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(answer.body())
        .contains("\"status\":\"FINISHED\"", "\"ended\":true", "\"success\":true")
        .contains(
            "\"download\":{", "\"status\":\"EXPIRED\"", "\"expires\":\"2026-03-10T00:11:25Z\"")
        .contains("\"hashes\":[{", "3f0d3dc9f05b8f25ac5b9f12d0a1e0b9b0a49a6c");
  }

  @Test
  void oneClientServesAllRequestsAndRemembersItsNonce() {
    for (int i = 0; i < 5; i++) {
      RestoreJobRef ref = ref();
      atlas.put(ref, RestoreJobFixtures.broken());
      assertThat(caller.get(Caller.path(ref)).body())
          .contains("\"status\":\"BROKEN\"", "\"ended\":true", "\"success\":false");
    }
    assertThat(atlas.requests()).hasSize(5 + 1);
  }

  @Test
  void noAnswerHoldsALinkOrACredential() {
    RestoreJobFixtures.all()
        .forEach(
            (name, job) -> {
              RestoreJobRef ref = ref();
              atlas.put(ref, job);
              assertHarmless(name, caller.get(Caller.path(ref)), job);
              if (job.status().isTerminal()) {
                RestoreJobRef another = ref();
                atlas.put(another, job);
                assertHarmless(name, caller.get(Caller.path(another) + "/completion"), job);
              }
            });
  }

  private static void assertHarmless(String name, HttpResponse<String> answer, RestoreJob job) {
    assertThat(answer.statusCode()).as(name).isEqualTo(200);
    assertThat(answer.body()).as(name).contains(job.id()).doesNotContain("://", "url", "uth");
    Stream.of(
            job.delivery().flatMap(Delivery::url),
            job.delivery().flatMap(Delivery::urlV2),
            job.delivery().flatMap(Delivery::authValue))
        .flatMap(Optional::stream)
        .filter(secret -> !secret.isEmpty())
        .forEach(secret -> assertThat(answer.body()).as(name).doesNotContain(secret));
  }

  @Test
  void failuresAreToldApart() {
    RestoreJobRef unknown = ref();
    assertProblem(caller.get(Caller.path(unknown)), 404);

    RestoreJobRef refused = ref();
    atlas.script(refused, Reply.error(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "not from here"));
    assertProblem(caller.get(Caller.path(refused)), 403);

    RestoreJobRef wrongKey = ref();
    atlas.script(wrongKey, Reply.status(401));
    assertProblem(caller.get(Caller.path(wrongKey)), 401);

    RestoreJobRef limited = ref();
    atlas.script(
        limited, Reply.error(429, "RATE_LIMITED", "too many").header("Retry-After", "120"));
    HttpResponse<String> later = caller.get(Caller.path(limited));
    assertProblem(later, 429);
    assertThat(later.headers().firstValue("Retry-After")).hasValue("120");

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

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":\"", "\"title\":\"");
  }

  @Test
  void aWaitAnswersWhenTheJobHasEnded() {
    RestoreJobRef ref = ref();
    atlas.put(
        ref,
        RestoreJobFixtures.inProgress(),
        RestoreJobFixtures.inProgress(),
        RestoreJobFixtures.killed());
    HttpResponse<String> answer = caller.get(Caller.path(ref) + "/completion");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"KILLED\"", "\"success\":false");
  }

  @Test
  void aBatchAnswersWhenAllOfItsJobsHaveEnded() {
    RestoreJobRef first = ref();
    RestoreJobRef second = new RestoreJobRef(first.groupId(), first.cluster(), "f".repeat(24));
    atlas.put(first, RestoreJobFixtures.inProgress(), RestoreJobFixtures.finished());
    atlas.put(second, RestoreJobFixtures.broken());
    String path = "api/restores/%s/Cluster0/completion".formatted(first.groupId());
    String both = path + "?job=%s&job=%s".formatted(first.jobId(), second.jobId());
    HttpResponse<String> answer = caller.get(both);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .containsSubsequence("\"jobs\":[", "\"status\":\"FINISHED\"", "\"status\":\"BROKEN\"")
        .contains("\"success\":false")
        .doesNotContain("://");

    HttpResponse<String> partly = caller.get(both + "&job=" + "e".repeat(24));
    assertProblem(partly, 404);
    assertThat(partly.body()).containsSubsequence("\"jobs\":[", "FINISHED", "BROKEN");
    assertProblem(caller.get(path), 400);
  }

  @Test
  void waitsLeaveTheThreadsOfRequestsFree() throws Exception {
    List<RestoreJobRef> refs = new ArrayList<>();
    List<CompletableFuture<HttpResponse<String>>> waits = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_REQUEST_THREADS; i++) {
      RestoreJobRef ref = ref();
      atlas.put(ref, RestoreJobFixtures.inProgress());
      refs.add(ref);
      waits.add(caller.getLater(Caller.path(ref) + "/completion"));
    }
    assertThat(atlas.awaitRequests(MORE_THAN_REQUEST_THREADS, PATIENCE)).isTrue();
    assertThat(caller.get(Caller.path(refs.get(0))).body()).contains("\"ended\":false");
    assertThat(waits).noneMatch(CompletableFuture::isDone);

    refs.forEach(ref -> atlas.put(ref, RestoreJobFixtures.finished()));
    for (CompletableFuture<HttpResponse<String>> wait : waits) {
      assertThat(wait.get(60, SECONDS).body()).contains("\"status\":\"FINISHED\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"request", "managed", "common-pool", "no-context", "system-context"})
  void anyThreadCanMakeAndUseClients(String thread) {
    RestoreJobRef ref = ref();
    atlas.put(ref, RestoreJobFixtures.finished());
    String path = "%s/%s/%s/%s".formatted(thread, ref.groupId(), ref.cluster(), ref.jobId());
    assertThat(caller.get("probe/injected/" + path).body()).isEqualTo("FINISHED");
    assertThat(caller.get("probe/made/" + path + "?host=" + atlasHost()).body())
        .isEqualTo("FINISHED");
  }

  @Test
  void theContainersOwnJaxRsStaysInCharge() {
    assertThat(caller.get("probe/runtime-delegate").body()).startsWith("container: ");
    assertThat(caller.get("probe/client-builder").body()).startsWith("container: ");
  }

  @Test
  void undeployingEndsWaitsAndClosesTheClient() throws Throwable {
    RestoreJobRef ref = ref();
    atlas.put(ref, RestoreJobFixtures.inProgress());
    CompletableFuture<HttpResponse<String>> wait =
        caller.getLater(Caller.path(ref) + "/completion");
    assertThat(atlas.awaitRequests(2, PATIENCE)).isTrue();
    undeployed(
        () -> {
          assertThat(atlas.awaitNoConnections(PATIENCE)).isTrue();
          if (host.answersWhileGoingDown()) {
            assertThat(wait.get(PATIENCE.toSeconds(), SECONDS).statusCode()).isEqualTo(503);
          }
        });
    undeployed(
        () -> assertNoMoreThanOneLeft("dev.atlasrestore.transport.jersey.JerseyRestoreJobs"));

    atlas.put(ref, RestoreJobFixtures.finished());
    assertThat(caller.get(Caller.path(ref)).body()).contains("FINISHED");
  }

  /** Looks while the application is away. */
  private void undeployed(Executable look) throws Throwable {
    host.undeploy();
    try {
      look.execute();
    } finally {
      host.deploy();
    }
  }

  /** Servers hold on to a last request, with all that it held; but not to one more each time. */
  private void assertNoMoreThanOneLeft(String classNamePrefix) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long left = host.instances(classNamePrefix);
    while (left > 1 && System.nanoTime() - deadline < 0) {
      left = host.instances(classNamePrefix);
    }
    assertThat(left).isLessThanOrEqualTo(1);
  }
}
