package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.RestoreJobRef;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests get the scripted replies of a {@link FakeAtlas}. */
class FakeAtlasScriptTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-09T23:11:25Z"));
  private final FakeAtlas atlas = FakeAtlas.builder().clock(now::get).start();
  private final String job = atlas.path(REF);

  @AfterEach
  void close() {
    atlas.close();
  }

  private static DigestClient digest(FakeAtlas atlas) {
    ApiKey key = atlas.config().key();
    return new DigestClient(ChallengeShape.MD5).withKey(key.publicKey(), key.privateKey());
  }

  /** Sends a request without credentials; returns everything up to the end of the connection. */
  private static String unsigned(FakeAtlas atlas, String target) throws IOException {
    try (RawClient client = new RawClient(atlas.baseUri())) {
      return client.get(target, "Connection: close").readToEnd();
    }
  }

  private static String signed(FakeAtlas atlas, DigestClient digest, String target)
      throws IOException {
    return with(digest.authorization(target), atlas, target);
  }

  private static String with(String authorization, FakeAtlas atlas, String target)
      throws IOException {
    try (RawClient client = new RawClient(atlas.baseUri())) {
      return client.get(target, "Authorization: " + authorization, "Connection: close").readToEnd();
    }
  }

  private String unsigned(String target) throws IOException {
    return unsigned(atlas, target);
  }

  /** Returns a client that has a valid nonce. It must be called before something is scripted. */
  private DigestClient challenged() throws IOException {
    return digest(atlas).accept(unsigned("/"));
  }

  private static void assertStatus(int status, String response) {
    assertThat(response).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void unsignedRequestGetsAChallengeAndTheScriptIsKept() throws Exception {
    atlas.put(REF, RestoreJobFixtures.finished());
    atlas.script(REF, Reply.status(418), Reply.status(503));
    DigestClient digest = digest(atlas);
    assertThat(unsigned(job)).contains("HTTP/1.1 401 ", "\r\nWWW-Authenticate: Digest ");
    digest.accept(unsigned(job));
    assertStatus(418, signed(atlas, digest, job));
    assertStatus(401, unsigned(job));
    assertStatus(503, signed(atlas, digest, job));
    assertStatus(200, signed(atlas, digest, job));
    assertThat(atlas.requests())
        .extracting(SeenRequest::isAuthenticated)
        .containsExactly(false, false, true, false, true, true);
  }

  @Test
  void everyScriptRequiresTheDigestCheck() throws Exception {
    DigestClient digest = challenged();
    String list = atlas.path(REF.clusterRef());
    atlas.script(REF.clusterRef(), Reply.status(418));
    assertStatus(401, unsigned(list));
    assertStatus(418, signed(atlas, digest, list));

    atlas.script(Reply.status(418));
    assertStatus(401, unsigned("/anything"));
    assertStatus(418, signed(atlas, digest, "/anything"));

    atlas.always(Reply.status(418));
    for (String target : List.of(job, list, "/anything")) {
      assertStatus(401, unsigned(target));
      assertStatus(418, signed(atlas, digest, target));
    }
  }

  @Test
  void scriptedFaultsRequireTheDigestCheck() throws Exception {
    DigestClient digest = challenged();
    atlas.script(REF, Reply.drop(), Hostile.garbage(), Hostile.truncated(), Hostile.closeInHead());
    assertStatus(401, unsigned(job));
    assertThat(signed(atlas, digest, job)).isEmpty();
    assertStatus(401, unsigned(job));
    assertThat(signed(atlas, digest, job)).startsWith("SSH-");
    assertStatus(401, unsigned(job));
    assertThat(signed(atlas, digest, job)).startsWith("HTTP/1.1 200 ").endsWith("{\"id\":\"0000");
    assertStatus(401, unsigned(job));
    assertThat(signed(atlas, digest, job)).endsWith("Content-Type: applic");
    atlas.assertAllPlayed();

    atlas.always(Reply.drop());
    assertStatus(401, unsigned(job));
    assertThat(signed(atlas, digest, job)).isEmpty();
  }

  @Test
  void replyBeforeDigestGoesToTheNextRequest() throws Exception {
    DigestClient digest = challenged();
    Reply teapot = Reply.status(418).beforeDigest();
    atlas.script(REF, teapot, teapot, Reply.drop().beforeDigest(), teapot);
    assertStatus(418, unsigned(job));
    assertStatus(418, with("Digest malformed", atlas, job));
    assertThat(unsigned(job)).isEmpty();
    String authorization = digest.authorization(job);
    assertStatus(418, with(authorization, atlas, job));
    assertStatus(401, unsigned(job));
    assertStatus(404, with(authorization, atlas, job));
    assertThat(atlas.requests())
        .extracting(SeenRequest::isAuthenticated)
        .containsExactly(false, false, false, false, false, false, true);
  }

  @Test
  void defaultReplyBeforeDigestGoesToEveryRequest() throws Exception {
    DigestClient digest = challenged();
    atlas.always(Reply.status(503).beforeDigest());
    assertStatus(503, unsigned(job));
    assertStatus(503, signed(atlas, digest, job));
    assertStatus(503, unsigned("/anything"));
  }

  @Test
  void nextReplyDecidesWhetherTheRequestIsChecked() throws Exception {
    DigestClient digest = challenged();
    atlas.put(REF, RestoreJobFixtures.finished());
    atlas.script(
        REF,
        Reply.status(501),
        Reply.status(502).beforeDigest(),
        Reply.status(503),
        Reply.unscripted(),
        Reply.status(504));
    atlas.script(Reply.status(418));
    assertStatus(401, unsigned(job));
    assertStatus(418, signed(atlas, digest, job));
    assertStatus(401, unsigned(job));
    assertStatus(501, signed(atlas, digest, job));
    assertStatus(502, unsigned(job));
    assertStatus(401, unsigned(job));
    assertStatus(503, signed(atlas, digest, job));
    assertThat(atlas.requests()).hasSize(8);
    assertStatus(401, unsigned(job)); // This is the unscripted response.
    assertStatus(504, signed(atlas, digest, job));
    assertStatus(200, signed(atlas, digest, job));
  }

  @Test
  void replyMadeFromAnotherOneIsCheckedLikeIt() throws Exception {
    Reply early = Reply.status(418).beforeDigest();
    for (Reply reply :
        List.of(
            Reply.delayed(Duration.ZERO, early),
            Reply.informational(early),
            Reply.thenClose(early),
            early.named("early"))) {
      atlas.script(REF, reply);
      assertStatus(418, unsigned(job));
    }
    DigestClient digest = challenged();
    Reply late = Reply.status(418);
    for (Reply reply :
        List.of(
            Reply.delayed(Duration.ZERO, late), Reply.informational(late), Reply.thenClose(late))) {
      atlas.script(REF, reply);
      assertStatus(401, unsigned(job));
      assertStatus(418, signed(atlas, digest, job));
    }
    atlas.put(REF, RestoreJobFixtures.finished());
    Reply closing = Reply.thenClose(Reply.unscripted());
    atlas.script(REF, closing, closing);
    assertStatus(401, unsigned(job));
    assertStatus(200, signed(atlas, digest, job));
    atlas.assertAllPlayed();
  }

  @Test
  void requestWithAWrongKeyGetsNoScriptedReply() throws Exception {
    DigestClient wrong = challenged().withKey(atlas.config().key().publicKey(), "wrong");
    atlas.script(Reply.status(418), Hostile.reset());
    atlas.script(REF, Reply.status(418));
    atlas.always(Reply.status(418));
    for (int i = 0; i < 5; i++) {
      String challenge = signed(atlas, wrong, job);
      assertStatus(401, challenge);
      wrong.accept(challenge);
    }
    assertStatus(400, with("Digest malformed", atlas, job));
    assertThatThrownBy(atlas::assertAllPlayed)
        .hasMessageContaining("[418 (0 bytes), reset, 418 (0 bytes)]");
  }

  @Test
  void repeatedNonceCountGetsNoScriptedReply() throws Exception {
    String authorization = challenged().authorization(job);
    atlas.script(REF, Reply.status(501), Reply.status(502));
    assertStatus(501, with(authorization, atlas, job));
    assertStatus(401, with(authorization, atlas, job));
    assertThatThrownBy(atlas::assertAllPlayed).hasMessageContaining("[502 (0 bytes)]");
  }

  @Test
  void linkOfAnArchiveGetsScriptedRepliesWithoutACheck() throws Exception {
    FakeArchive archive = atlas.archive(REF, new byte[3]).script(Reply.status(502));
    String link = archive.url().getPath();
    atlas.script(Reply.status(501), Reply.drop());
    assertStatus(501, unsigned(link));
    assertThat(unsigned(link)).isEmpty();
    assertStatus(502, unsigned(link));
    atlas.always(Reply.status(503));
    assertStatus(503, unsigned(link));
    atlas.always(Reply.unscripted());
    assertStatus(200, unsigned(link));
  }

  @Test
  void rateLimitIsCheckedBeforeScriptedReplies() throws Exception {
    FakeAtlas.Builder builder =
        FakeAtlas.builder().clock(now::get).rateLimit(1, Duration.ofMinutes(1));
    try (FakeAtlas limited = builder.start()) {
      limited.script(REF, Reply.status(501), Reply.status(502).beforeDigest());
      DigestClient digest = digest(limited).accept(unsigned(limited, job));
      assertStatus(429, signed(limited, digest, job));
      assertStatus(429, unsigned(limited, job));
      now.set(now.get().plusSeconds(60));
      assertStatus(501, signed(limited, digest, job));
      assertStatus(502, unsigned(limited, job));
      limited.always(Reply.status(503));
      assertStatus(429, signed(limited, digest, job));
      limited.always(Reply.status(503).beforeDigest());
      assertStatus(503, unsigned(limited, job));
      now.set(now.get().plusSeconds(60));
      limited.always(Reply.status(504));
      assertStatus(504, signed(limited, digest, job));
    }
  }

  @Test
  void concurrentRequestsAreCheckedOnce() throws Exception {
    int callers = 4;
    int requests = 50;
    atlas.put(REF, RestoreJobFixtures.finished());
    List<Callable<List<String>>> reads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      DigestClient digest = challenged();
      reads.add(
          () -> {
            List<String> responses = new ArrayList<>();
            for (int j = 0; j < requests; j++) {
              responses.add(signed(atlas, digest, job).substring(9, 12));
            }
            return responses;
          });
    }
    Reply[] alternating = new Reply[callers * requests];
    for (int i = 0; i < alternating.length; i++) {
      alternating[i] = i % 2 == 0 ? Reply.status(418) : Reply.unscripted();
    }
    atlas.script(REF, alternating);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<String> responses = new ArrayList<>();
      for (Future<List<String>> each : threads.invokeAll(reads)) {
        responses.addAll(each.get());
      }
      assertThat(responses).filteredOn("418"::equals).hasSize(alternating.length / 2);
      assertThat(responses).filteredOn("200"::equals).hasSize(alternating.length / 2);
    } finally {
      threads.shutdownNow();
    }
  }
}
