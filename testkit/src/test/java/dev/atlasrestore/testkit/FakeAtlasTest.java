package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FakeAtlasTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final ApiKey KEY = new ApiKey("public", "private-key-0123456789");
  private static final String JOB = RestoreJobFixtures.json(RestoreJobFixtures.finished());

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-09T23:11:25Z"));
  private final FakeAtlas atlas = FakeAtlas.builder().clock(now::get).start();

  @AfterEach
  void close() {
    atlas.close();
  }

  /** Reads once without credentials and once with them; returns the second response. */
  static String read(FakeAtlas atlas, String target) throws IOException {
    try (RawClient client = new RawClient(atlas.baseUri())) {
      String challenge = client.get(target).readResponse();
      assertThat(challenge).startsWith("HTTP/1.1 401 ");
      ApiKey key = atlas.config().key();
      ChallengeShape shape =
          challenge.contains("algorithm=MD5") ? ChallengeShape.MD5 : ChallengeShape.SHA_256;
      DigestClient digest =
          new DigestClient(shape).withKey(key.publicKey(), key.privateKey()).accept(challenge);
      return client.get(target, "Authorization: " + digest.authorization(target)).readResponse();
    }
  }

  private String read(String target) throws IOException {
    return read(atlas, target);
  }

  private static String bodyOf(String response) {
    return response.substring(response.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void storedJobIsReadWithTheKey() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    String response = read(atlas.path(REF));
    assertThat(response)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: application/json");
    assertThat(bodyOf(response)).isEqualTo(JOB);
    assertThat(atlas.requests())
        .extracting(Object::toString)
        .containsExactly(
            "GET " + atlas.path(REF) + " (without credentials) -> 401",
            "GET " + atlas.path(REF) + " (authenticated) -> 200");
  }

  @Test
  void requestWithoutTheKeyGetsAChallenge() throws Exception {
    try (RawClient client = new RawClient(atlas.baseUri())) {
      String response = client.get(atlas.path(REF)).readResponse();
      assertThat(response).contains("\r\nWWW-Authenticate: Digest realm=\"MMS Public API\"");
      assertThat(bodyOf(response)).contains("\"error\":401").doesNotContain("errorCode");
      String authorization =
          new DigestClient(ChallengeShape.MD5).accept(response).authorization(atlas.path(REF));
      assertThat(client.get(atlas.path(REF), "Authorization: " + authorization).readResponse())
          .startsWith("HTTP/1.1 401 ");
    }
    assertThat(atlas.requests().get(1).hasCredentials()).isTrue();
    assertThat(atlas.requests().get(1).isAuthenticated()).isFalse();
  }

  @Test
  void malformedCredentialsAreABadRequest() throws Exception {
    try (RawClient client = new RawClient(atlas.baseUri())) {
      String response = client.get(atlas.path(REF), "Authorization: Digest x").readResponse();
      assertThat(response).startsWith("HTTP/1.1 400 ").contains("MALFORMED_CREDENTIALS");
    }
  }

  @Test
  void successiveStatesAreReadInOrderAndTheLastOneStays() throws Exception {
    atlas.put(REF, RestoreJobFixtures.inProgress(), RestoreJobFixtures.broken());
    assertThat(read(atlas.path(REF))).contains("IN_PROGRESS");
    assertThat(read(atlas.path(REF))).contains("BROKEN");
    assertThat(read(atlas.path(REF))).contains("BROKEN");
    atlas.putJson(REF, "1", "2");
    assertThat(List.of(bodyOf(read(atlas.path(REF))), bodyOf(read(atlas.path(REF)))))
        .containsExactly("1", "2");
  }

  @Test
  void envelopeAndPrettyFollowTheQuery() throws Exception {
    atlas.putJson(REF, "{\"a\":[1,{\"b\":\"x{,:\\\"\\\\\"}]}");
    assertThat(bodyOf(read(atlas.path(REF) + "?envelope=true")))
        .isEqualTo("{\"status\":200,\"content\":{\"a\":[1,{\"b\":\"x{,:\\\"\\\\\"}]}}");
    assertThat(bodyOf(read(atlas.path(REF) + "?pretty=true&envelope=false")))
        .isEqualTo("{\n  \"a\" : [\n    1,\n    {\n      \"b\" : \"x{,:\\\"\\\\\"\n    }\n  ]\n}");
    String missing = read(atlas.path(RestoreJobFixtures.ref(1)) + "?envelope=true");
    assertThat(missing).startsWith("HTTP/1.1 404 ");
    assertThat(bodyOf(missing)).startsWith("{\"status\":404,\"content\":{\"detail\":");
  }

  @Test
  void missingResourcesGetTheirErrorCode() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    String group = "/api/atlas/v1.0/groups/" + REF.groupId();
    String unknown = "f".repeat(24);
    assertThat(read(group + "/clusters/Cluster0/restoreJobs/" + unknown))
        .contains("HTTP/1.1 404 ", "RESTORE_JOB_NOT_FOUND", "[\"" + unknown + "\",\"Cluster0\"]");
    assertThat(read(group + "/clusters/Cluster0/restoreJobs/x")).contains("INVALID_JOB_ID");
    assertThat(read(group + "/clusters/No/restoreJobs/" + unknown)).contains("CLUSTER_NOT_FOUND");
    assertThat(read("/api/atlas/v1.0/groups/" + unknown + "/clusters/C/restoreJobs/" + unknown))
        .contains("GROUP_NOT_FOUND");
    assertThat(read("/api/atlas/v1.0/groups/x/clusters/C/restoreJobs/" + unknown))
        .contains("INVALID_GROUP_ID");
    assertThat(read(group + "/clusters/Cluster0/backup/restoreJobs/" + REF.jobId()))
        .contains("HTTP/1.1 404 ", "RESOURCE_NOT_FOUND");
    assertThat(read(atlas.path(REF) + "?prety=true")).contains("400 ", "INVALID_QUERY_PARAMETER");
    assertThat(read("/")).contains("RESOURCE_NOT_FOUND");
    assertThat(read(group + "/clusters/%zz/restoreJobs/" + unknown)).contains("RESOURCE_NOT_FOUND");
  }

  @Test
  void listHoldsTheJobsOfTheClusterInPages() throws Exception {
    atlas.put(RestoreJobFixtures.ref(1), RestoreJobFixtures.inProgress());
    atlas.put(RestoreJobFixtures.ref(2), RestoreJobFixtures.finished(), RestoreJobFixtures.ready());
    atlas.put(new ClusterRef(REF.groupId(), "other").job(REF.jobId()), RestoreJobFixtures.killed());
    String list = atlas.path(REF.clusterRef());

    assertThat(bodyOf(read(list)))
        .contains(
            jobJson(1, RestoreJobFixtures.inProgress())
                + ","
                + jobJson(2, RestoreJobFixtures.finished()),
            "\"totalCount\":2")
        .doesNotContain("\"next\"", "KILLED");
    assertThat(bodyOf(read(list + "?pageNum=1&itemsPerPage=1")))
        .contains(jobJson(1, RestoreJobFixtures.inProgress()), "\"next\"", "\"totalCount\":2")
        .doesNotContain("FINISHED");
    assertThat(bodyOf(read(list + "?pageNum=2&itemsPerPage=1")))
        .contains(jobJson(2, RestoreJobFixtures.finished()))
        .doesNotContain("\"next\"", "IN_PROGRESS");
    assertThat(bodyOf(read(list + "?pageNum=3&itemsPerPage=1"))).contains("\"results\":[]");
  }

  private static String jobJson(int number, RestoreJob job) {
    return RestoreJobFixtures.json(
        RestoreJobFixtures.withIdsOf(RestoreJobFixtures.ref(number), job));
  }

  @Test
  void listCanBeLimitedToABatch() throws Exception {
    atlas.put(RestoreJobFixtures.ref(1), RestoreJobFixtures.inProgress());
    atlas.put(RestoreJobFixtures.ref(2), RestoreJobFixtures.finished());
    String list = atlas.path(REF.clusterRef());
    String batch = RestoreJobFixtures.finished().batchId().orElseThrow();

    assertThat(bodyOf(read(list + "?batchId=" + batch)))
        .contains("FINISHED")
        .doesNotContain("IN_PROGRESS");
    assertThat(bodyOf(read(list + "?batchId=" + REF.jobId()))).contains("\"results\":[]");
  }

  @Test
  void listRejectsParametersThatTheServiceDoesNotKnow() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    String list = atlas.path(REF.clusterRef());
    for (String query :
        List.of(
            "pageNum=0", "itemsPerPage=501", "pageNum=1&pageNum=2", "page=1", "pretty=1", "&")) {
      assertThat(read(list + "?" + query)).startsWith("HTTP/1.1 400 ");
    }
    assertThat(read(atlas.path(REF) + "?pageNum=1")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void listCanBeScripted() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    String page = RestoreJobFixtures.listJson(List.of(), true);
    atlas.script(REF.clusterRef(), Reply.json(page));
    assertThat(bodyOf(read(atlas.path(REF.clusterRef())))).isEqualTo(page);
    assertThat(bodyOf(read(atlas.path(REF.clusterRef())))).contains("FINISHED");
  }

  @Test
  void storedJobHasTheIdAndGroupOfItsReference() throws Exception {
    RestoreJobRef ref =
        new RestoreJobRef("5e2211c17a3e5a48f5497aaa", "Cluster0", "5e66cc7d79358e0e35a9caaa");
    atlas.put(ref, RestoreJobFixtures.finished());
    assertThat(bodyOf(read(atlas.path(ref))))
        .contains(
            "\"groupId\":\"5e2211c17a3e5a48f5497aaa\"", "\"id\":\"5e66cc7d79358e0e35a9caaa\"");
  }

  @Test
  void clusterIsFoundByItsDecodedName() throws Exception {
    RestoreJobRef odd = new RestoreJobRef(REF.groupId(), "a/b;ü~", REF.jobId());
    atlas.put(odd, RestoreJobFixtures.finished());
    assertThat(atlas.path(odd)).contains("/clusters/a%2Fb%3B%C3%BC~/");
    assertThat(read(atlas.path(odd))).startsWith("HTTP/1.1 200 ");
    assertThat(read(atlas.path(odd).replace("%3B", ";"))).startsWith("HTTP/1.1 200 ");
    assertThat(read(atlas.path(odd).replace("%2F", "/"))).startsWith("HTTP/1.1 404 ");
    assertThat(read(atlas.path(odd).replace("%", "%25"))).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void staleReplyIssuesAValidNonce() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    atlas.script(REF, Reply.stale());
    String stale = read(atlas.path(REF));
    assertThat(stale).contains("stale=true");
    try (RawClient client = new RawClient(atlas.baseUri())) {
      ApiKey key = atlas.config().key();
      DigestClient digest =
          new DigestClient(ChallengeShape.MD5)
              .withKey(key.publicKey(), key.privateKey())
              .accept(stale);
      assertThat(
              client
                  .get(atlas.path(REF), "Authorization: " + digest.authorization(atlas.path(REF)))
                  .readResponse())
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void jobsCanOnlyBeRead() throws Exception {
    ApiKey key = atlas.config().key();
    try (RawClient client = new RawClient(atlas.baseUri())) {
      DigestClient digest =
          new DigestClient(ChallengeShape.MD5).withKey(key.publicKey(), key.privateKey());
      digest.accept(client.get(atlas.path(REF)).readResponse());
      String authorization = digest.authorization("DELETE", atlas.path(REF));
      client.send(
          "DELETE "
              + atlas.path(REF)
              + " HTTP/1.1\r\nAuthorization: "
              + authorization
              + "\r\n\r\n");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET\r\n");
    }
  }

  @Test
  void rateLimitCountsChallengesAndSendsRetryAfter() throws Exception {
    FakeAtlas.Builder builder =
        FakeAtlas.builder().clock(now::get).rateLimit(3, Duration.ofMinutes(1));
    try (FakeAtlas limited = builder.start();
        RawClient client = new RawClient(limited.baseUri())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get(limited.path(REF)).readResponse()).startsWith("HTTP/1.1 401 ");
        now.set(now.get().plusSeconds(10));
      }
      String challenge = client.get(limited.path(REF)).readResponse();
      assertThat(challenge)
          .startsWith("HTTP/1.1 429 ")
          .contains("\"errorCode\":\"RATE_LIMITED\"", "\r\nRetry-After: 30\r\n")
          .contains("\r\nRateLimit-Limit: 3\r\n", "\r\nRateLimit-Remaining: 0\r\n");
      String otherGroup = limited.path(new RestoreJobRef("a".repeat(24), "C", REF.jobId()));
      assertThat(client.get(otherGroup).readResponse()).startsWith("HTTP/1.1 401 ");
      now.set(now.get().plusSeconds(30));
      assertThat(client.get(limited.path(REF)).readResponse()).startsWith("HTTP/1.1 401 ");
      assertThat(client.get(limited.path(REF)).readResponse()).startsWith("HTTP/1.1 429 ");
    }
  }

  @Test
  void basePathAndKeyCanBeConfigured() throws Exception {
    FakeAtlas.Builder builder =
        FakeAtlas.builder()
            .basePath("/api/public/v1.0")
            .key(new ApiKey("me", "my-own"))
            .digest(DigestRules.of(ChallengeShape.SHA_256));
    try (FakeAtlas other = builder.start()) {
      other.put(REF, RestoreJobFixtures.finished());
      assertThat(other.config().baseUri().getPath()).isEqualTo("/api/public/v1.0");
      assertThat(other.config().key()).isEqualTo(new ApiKey("me", "my-own"));
      assertThat(read(other, other.path(REF))).startsWith("HTTP/1.1 200 ");
      assertThat(other.path(REF)).startsWith("/api/public/v1.0/groups/");
    }
  }

  @Test
  void changedRulesAndForgetNoncesMakeNoncesUnknown() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    ApiKey key = atlas.config().key();
    try (RawClient client = new RawClient(atlas.baseUri())) {
      DigestClient digest =
          new DigestClient(ChallengeShape.MD5).withKey(key.publicKey(), key.privateKey());
      digest.accept(client.get(atlas.path(REF)).readResponse());
      atlas.forgetNonces();
      String stale =
          client
              .get(atlas.path(REF), "Authorization: " + digest.authorization(atlas.path(REF)))
              .readResponse();
      assertThat(stale).contains("stale=true");
      digest.accept(stale);
      atlas.digest(DigestRules.of(ChallengeShape.MD5).withoutStale());
      String challenge =
          client
              .get(atlas.path(REF), "Authorization: " + digest.authorization(atlas.path(REF)))
              .readResponse();
      assertThat(challenge).contains("stale=false");
    }
  }

  @Test
  void challengeDelayDelaysTheChallenge() throws Exception {
    atlas.digest(DigestRules.of(ChallengeShape.MD5).withChallengeDelay(Duration.ofMillis(60)));
    long before = System.nanoTime();
    try (RawClient client = new RawClient(atlas.baseUri())) {
      client.get("/").readResponse();
    }
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(60_000_000);
  }

  @Test
  void forgetRequestsForgetsNothingElse() throws Exception {
    atlas.script(Reply.status(418));
    try (RawClient client = new RawClient(atlas.baseUri())) {
      client.get("/").readResponse();
      assertThat(atlas.requests()).hasSize(1);
      atlas.forgetRequests();
      assertThat(atlas.requests()).isEmpty();
      assertThat(atlas.connections()).isEqualTo(1);
      assertThat(atlas.awaitRequests(1, Duration.ZERO)).isFalse();
      assertThat(client.get("/").readResponse()).startsWith("HTTP/1.1 401 ");
      assertThat(atlas.awaitRequests(1, Duration.ZERO)).isTrue();
    }
    assertThat(read("/")).startsWith("HTTP/1.1 418 ");
    assertThat(atlas.awaitNoConnections(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void resetForgetsJobsScriptsAndRequests() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    atlas.script(REF, Reply.status(418));
    atlas.script(Reply.status(418));
    atlas.reset();
    assertThat(read(atlas.path(REF))).contains("GROUP_NOT_FOUND");
    atlas.reset();
    assertThat(atlas.requests()).isEmpty();
  }

  @Test
  void responsesAreDatedByTheClock() throws Exception {
    try (RawClient client = new RawClient(atlas.baseUri())) {
      assertThat(client.get("/").readResponse())
          .contains("\r\nDate: Mon, 09 Mar 2026 23:11:25 GMT\r\n");
    }
  }

  @Test
  void defaultReplyAppliesUntilItIsReset() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    atlas.always(Reply.status(503));
    atlas.script(REF, Reply.status(418));
    for (int status : List.of(418, 503, 503)) {
      assertThat(read(atlas.path(REF))).startsWith("HTTP/1.1 " + status + " ");
    }
    atlas.always(Reply.unscripted());
    assertThat(read(atlas.path(REF))).startsWith("HTTP/1.1 200 ");
    atlas.always(Reply.status(503));
    atlas.reset();
    assertThat(read(atlas.path(REF))).startsWith("HTTP/1.1 404 ");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fullBacklogBlocksConnectionsUntilTheyAreAccepted() throws Exception {
    try (FakeAtlas full = FakeAtlas.builder().fullBacklog().start()) {
      InetSocketAddress address =
          new InetSocketAddress(full.baseUri().getHost(), full.baseUri().getPort());
      try (Socket socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(address, 50))
            .isInstanceOf(SocketTimeoutException.class);
      }
      assertThat(full.connections()).isZero();
      full.acceptConnections();
      full.acceptConnections();
      try (RawClient client = new RawClient(full.baseUri())) {
        assertThat(client.get("/").readResponse()).startsWith("HTTP/1.1 401 ");
      }
    }
  }

  @Test
  void resetReturnsToTheStateAfterTheStart() throws Exception {
    FakeAtlas.Builder builder =
        FakeAtlas.builder().clock(now::get).rateLimit(2, Duration.ofMinutes(1));
    try (FakeAtlas limited = builder.start();
        RawClient client = new RawClient(limited.baseUri())) {
      limited.put(REF, RestoreJobFixtures.finished());
      limited.on("/groups", Reply.json("{}"));
      limited.digest(DigestRules.of(ChallengeShape.SHA_256));
      read(limited, limited.path(REF));
      limited.reset();
      for (int i = 0; i < 2; i++) {
        assertThat(client.get(limited.path(REF)).readResponse())
            .startsWith("HTTP/1.1 401 ")
            .contains("algorithm=MD5");
      }
      assertThat(client.get(limited.path(REF)).readResponse()).startsWith("HTTP/1.1 429 ");
      limited.reset();
      assertThat(read(limited, "/api/atlas/v1.0/groups")).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void otherResourcesHaveTheirReplyBehindTheDigestCheck() throws Exception {
    atlas.on("/groups", Reply.json("{\"results\":[]}"));
    atlas.on("/broken", Reply.drop());
    assertThat(bodyOf(read("/api/atlas/v1.0/groups?pageNum=1"))).isEqualTo("{\"results\":[]}");
    assertThat(read("/api/atlas/v1.0/broken")).isEmpty();
    assertThat(read("/api/atlas/v1.0/users")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void readsCountsTheResponsesWithTheJob() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    read(atlas.path(REF) + "?pretty=true");
    read(atlas.path(REF));
    read(atlas.path(REF.clusterRef()));
    read(atlas.path(RestoreJobFixtures.ref(1)));
    assertThat(atlas.reads(REF)).isEqualTo(2);
    assertThat(atlas.reads(RestoreJobFixtures.ref(1))).isZero();
  }

  @Test
  void requestsHaveTheirTimeOfArrival() throws Exception {
    try (RawClient client = new RawClient(atlas.baseUri())) {
      client.get("/").readResponse();
      Instant first = now.get();
      now.set(first.plusSeconds(5));
      client.get("/").readResponse();
      assertThat(atlas.requests())
          .extracting(SeenRequest::arrival)
          .containsExactly(first, first.plusSeconds(5));
    }
  }

  @Test
  void scriptsThatAreLeftAreAnError() throws Exception {
    atlas.script(Reply.drop());
    atlas.script(REF, Reply.status(503), Reply.status(504));
    atlas.archive(REF, new byte[0]).cutAt(7);
    assertThatThrownBy(atlas::assertAllPlayed)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[drop, 503 (0 bytes), 504 (0 bytes), cutAt(7)]");
    atlas.reset();
    atlas.assertAllPlayed();
    atlas.script(REF, Reply.status(503));
    assertThat(read(atlas.path(REF))).startsWith("HTTP/1.1 503 ");
    atlas.assertAllPlayed();
  }

  @Test
  void toStringShowsTheRequestsWithoutSecrets() throws Exception {
    assertThat(atlas.toString()).contains(atlas.baseUri().toString(), "no requests");
    FakeArchive archive = atlas.archive(REF, new byte[10]);
    read(atlas.path(REF));
    try (RawClient client = new RawClient(atlas.baseUri())) {
      client.get(archive.url().getPath() + "?token=s3cr3t").readResponse();
    }
    assertThat(atlas.toString())
        .contains("GET " + atlas.path(REF) + " (authenticated) -> 200")
        .contains("GET /backup/…/shard-0.tar.gz?token=… (without credentials) -> 200")
        .doesNotContain("s3cr3t", "response=", "nonce");
  }

  @Test
  void portCanBeChosenAndClientsCanBeQuick() {
    assertThat(atlas.config().poll()).isEqualTo(AtlasConfig.of(atlas.baseUri(), KEY).poll());
    // Linux assigns ephemeral ports from 32768 on. Another program may still use a port below.
    for (int port = 20_000; port < 20_100; port++) {
      try (FakeAtlas quick = FakeAtlas.builder().port(port).quick().start()) {
        assertThat(quick.baseUri().getPort()).isEqualTo(port);
        assertThat(quick.config().poll().interval()).isEqualTo(Duration.ofMillis(10));
        assertThat(quick.config().retry().maxDelay()).isEqualTo(Duration.ofMillis(10));
        return;
      } catch (UncheckedIOException e) {
        assertThat(e).hasCauseInstanceOf(BindException.class);
      }
    }
    throw new AssertionError("no free port from 20000 to 20099");
  }
}
