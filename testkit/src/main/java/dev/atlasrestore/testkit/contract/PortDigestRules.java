package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.SeenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The rules 13 to 15: HTTP Digest. The requests that each dialogue takes are counted at the server.
 */
interface PortDigestRules {

  DigestRules SHA_256 = DigestRules.of(ChallengeShape.SHA_256);
  int CALLERS = 16;

  @Rule(
      id = "13",
      text =
          "A 401 without a supported challenge is an `AuthenticationException`, and no credentials"
              + " are sent.")
  default void unsupportedChallengeIsNotAnswered(PortFixtures fixtures) throws Exception {
    List<Reply> refusals =
        List.of(
            Reply.status(401),
            Reply.challenge("Basic realm=\"x\""),
            Reply.challenge("Negotiate", "Bearer realm=\"x\"", "Basic realm=\"nonce=\\\"n\\\"\""),
            Reply.challenge("Digest realm=\"x\", nonce=\"n\", algorithm=SHA3-512, qop=\"auth\""),
            Reply.challenge("Digest realm=\"x\", nonce=\"n\", algorithm=MD5, qop=\"auth-x\""),
            Reply.challenge("Digest realm=\"x\", qop=\"auth\""),
            Reply.challenge("Digest nonce=\"n\", qop=\"auth\""),
            Reply.challenge("Digest"),
            Reply.challenge("Digest realm=\"x\", nonce=\"n"));
    try (PortFixture fixture = fixtures.open()) {
      for (Reply refusal : refusals) {
        fixture.atlas().script(PortFixture.REF, refusal.beforeDigest());
        fixture.failure(AuthenticationException.class);
        assertTrue(fixture.atlas().requests().stream().noneMatch(SeenRequest::hasCredentials));
        fixture.assertRequests(1, refusal.toString());
      }
    }
  }

  @Rule(id = "13", text = "A 407 is an `ApiException`, and no credentials are sent to the proxy.")
  default void proxyChallengeIsNotAnswered(PortFixtures fixtures) throws Exception {
    Reply proxy =
        Reply.proxyChallenge(
            "Digest realm=\"MMS Public API\", nonce=\"n\", qop=\"auth\"", "Basic realm=\"proxy\"");
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().always(proxy.beforeDigest());
      assertEquals(407, fixture.failure(ApiException.class).status());
      SeenRequest seen = fixture.atlas().requests().get(0);
      assertEquals(List.of(), seen.headers("Proxy-Authorization"));
      assertEquals(List.of(), seen.headers("Authorization"));
      fixture.assertRequests(1, "a proxy's challenge");
    }
  }

  @Rule(id = "14", text = "A wrong key is an `AuthenticationException` after exactly two requests.")
  default void wrongKeyCostsTwoRequests(PortFixtures fixtures) throws Exception {
    for (ChallengeShape shape : ChallengeShape.values()) {
      FakeAtlas.Builder builder = FakeAtlas.builder().digest(DigestRules.of(shape));
      try (PortFixture fixture = fixtures.open(builder, PortDigestRules::withWrongKey)) {
        fixture.failure(AuthenticationException.class);
        List<SeenRequest> requests = fixture.atlas().requests();
        assertEquals(
            List.of(false, true), requests.stream().map(SeenRequest::hasCredentials).toList());
      }
    }
  }

  private static AtlasConfig withWrongKey(AtlasConfig config) {
    ApiKey wrong = new ApiKey(config.key().publicKey(), "s3cr3t-but-wrong");
    return AtlasConfig.of(config.baseUri(), wrong);
  }

  @Rule(
      id = "15",
      text = "The first call of a client takes two requests; every other call takes one.")
  default void onlyTheFirstCallIsChallenged(PortFixtures fixtures) throws Exception {
    for (DigestRules rules :
        List.of(
            PortFixtures.MD5,
            SHA_256,
            DigestRules.of(ChallengeShape.SHA_256_USERHASH),
            PortFixtures.MD5.withStrictCounts(),
            PortFixtures.MD5.withNextNonce(),
            PortFixtures.MD5.withNextNonce(DigestRules.NextNonce.CURRENT),
            PortFixtures.MD5.withNonceUses(1).withNextNonce(),
            SHA_256.withRspauth(DigestRules.Rspauth.RIGHT))) {
      try (PortFixture fixture = fixtures.open(rules)) {
        for (int i = 0; i < 5; i++) {
          fixture.atlas().put(RestoreJobFixtures.ref(i), PortFixture.JOB);
          assertEquals(
              RestoreJobFixtures.withIdsOf(RestoreJobFixtures.ref(i), PortFixture.JOB),
              fixture.port().get(RestoreJobFixtures.ref(i)));
          for (SeenRequest request : fixture.atlas().requests()) {
            assertTrue(
                request.headers("Authorization").size() <= 1,
                "a request has more than one Authorization field");
          }
          fixture.assertRequests(i == 0 ? 2 : 1, rules + ", call " + i);
        }
      }
    }
  }

  @Rule(id = "15", text = "An expired nonce costs one more request, with and without `stale`.")
  default void expiredNonceCostsOneMoreRequest(PortFixtures fixtures) throws Exception {
    for (DigestRules rules :
        List.of(
            PortFixtures.MD5, PortFixtures.MD5.withoutStale(), SHA_256, SHA_256.withoutStale())) {
      try (PortFixture fixture = fixtures.open(rules)) {
        fixture.warm();
        fixture.atlas().forgetNonces();
        fixture.assertReads(PortFixture.JOB);
        fixture.assertRequests(2, rules + ", an expired nonce");
        fixture.assertReads(PortFixture.JOB);
        fixture.assertRequests(1, rules + ", the next call");
      }
    }
  }

  @Rule(
      id = "15",
      text = "If every nonce is good for one request, every call takes at most two requests.")
  default void oneTimeNonceCostsAtMostOneMoreRequest(PortFixtures fixtures) throws Exception {
    for (DigestRules rules :
        List.of(
            PortFixtures.MD5.withNonceUses(1), PortFixtures.MD5.withNonceUses(1).withoutStale())) {
      try (PortFixture fixture = fixtures.open(rules)) {
        for (int i = 0; i < 4; i++) {
          fixture.assertReads(PortFixture.JOB);
          assertTrue(fixture.atlas().requests().size() <= 2, rules + ", call " + i);
          fixture.atlas().forgetRequests();
        }
      }
    }
  }

  @Rule(id = "15", text = "Two `stale` responses in a row are followed by a new request.")
  default void repeatedStaleResponsesAreRetried(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, Reply.unscripted(), Reply.stale(), Reply.stale());
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(4, "a new client, stale twice");
      fixture.atlas().script(PortFixture.REF, Reply.stale(), Reply.stale());
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(3, "a client with a nonce, stale twice");
    }
    try (PortFixture fixture = fixtures.open()) {
      fixture.atlas().script(PortFixture.REF, Reply.unscripted(), Reply.stale());
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(3, "a new client, stale once");
    }
  }

  @Rule(
      id = "15",
      text =
          "If every response is `stale`, an attempt ends after three signed requests and is"
              + " retried; the call ends with `AuthenticationException` and the reason"
              + " `STALE_NONCE`.")
  default void endlessStaleResponsesAreRetried(PortFixtures fixtures) throws Exception {
    Reply[] endless = Stream.generate(Reply::stale).limit(100).toArray(Reply[]::new);
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, endless);
      assertEquals(Reason.STALE_NONCE, fixture.failure(AuthenticationException.class).reason());
      fixture.assertRequests(3 + 4 + 4, "a client with a nonce");
    }
    try (PortFixture fixture = fixtures.open(config -> config.withRetry(RetryPolicy.none()))) {
      fixture.atlas().script(PortFixture.REF, endless);
      assertEquals(Reason.STALE_NONCE, fixture.failure(AuthenticationException.class).reason());
      assertEquals(
          3, fixture.atlas().requests().stream().filter(SeenRequest::hasCredentials).count());
      fixture.assertRequests(4, "a new client");
    }
  }

  @Rule(
      id = "15",
      text =
          "If a key that has worked is refused with a fresh nonce, the call asks for another"
              + " challenge once. The second refusal is an `AuthenticationException`.")
  default void keyThatHasWorkedIsDoubtedOnce(PortFixtures fixtures) throws Exception {
    Reply[] otherNode =
        Stream.of("1", "2", "3", "4", "5", "6")
            .map(i -> "Digest realm=\"MMS Public API\", nonce=\"node" + i + "\", qop=\"auth\"")
            .map(Reply::challenge)
            .map(Reply::beforeDigest)
            .toArray(Reply[]::new);
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture.atlas().script(PortFixture.REF, otherNode[0], otherNode[1]);
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(4, "a refusal by another node");
      fixture.atlas().script(PortFixture.REF, otherNode);
      assertEquals(Reason.KEY_REFUSED, fixture.failure(AuthenticationException.class).reason());
      fixture.assertRequests(4, "a withdrawn key");
      fixture.failure(AuthenticationException.class);
      fixture.assertRequests(2, "a withdrawn key, the next call");
    }
  }

  @Rule(id = "15", text = "A response with a wrong `rspauth` is an `AuthenticationException`.")
  default void wrongResponseDigestIsRejected(PortFixtures fixtures) throws Exception {
    for (DigestRules rules : List.of(PortFixtures.MD5, SHA_256)) {
      try (PortFixture fixture = fixtures.open(rules.withRspauth(DigestRules.Rspauth.WRONG))) {
        fixture.failure(AuthenticationException.class);
        fixture.assertRequests(2, "a wrong rspauth");
      }
    }
  }

  @Rule(id = "15", text = "First calls that start together share one challenge.")
  default void concurrentFirstCallsShareOneChallenge(PortFixtures fixtures) throws Exception {
    try (PortFixture other = fixtures.open()) {
      other.warm(); // Loads all classes, so that the first of the concurrent calls is quick.
    }
    try (PortFixture fixture = fixtures.open()) {
      readConcurrently(fixture);
      fixture.assertRequests(CALLERS + 1, "concurrent first calls");
    }
  }

  @Rule(
      id = "15",
      text =
          "Concurrent calls succeed on a server that accepts nonce counts only in order, with at"
              + " most two requests for each call.")
  default void concurrentCallsSucceedOnAStrictServer(PortFixtures fixtures) throws Exception {
    for (DigestRules rules :
        List.of(PortFixtures.MD5.withStrictCounts(), PortFixtures.MD5.withNonceUses(1))) {
      try (PortFixture fixture = fixtures.open(rules)) {
        readConcurrently(fixture);
        int requests = fixture.atlas().requests().size();
        assertTrue(requests <= 2 * CALLERS, requests + " requests, " + rules);
      }
    }
  }

  private static void readConcurrently(PortFixture fixture) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      Callable<RestoreJob> read = () -> fixture.port().get(PortFixture.REF);
      List<Callable<RestoreJob>> reads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        reads.add(read);
      }
      for (Future<RestoreJob> job : callers.invokeAll(reads)) {
        assertEquals(PortFixture.JOB, job.get());
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
