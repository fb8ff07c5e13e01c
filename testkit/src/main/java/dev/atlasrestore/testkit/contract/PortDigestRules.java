package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.RestoreJob;
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
 * Situations 13 to 15: challenges that can be answered, that cannot, and that come again. What they
 * cost is counted at the server.
 */
abstract class PortDigestRules extends PortDocumentRules {

  private static final DigestRules SHA_256 = DigestRules.of(ChallengeShape.SHA_256);
  private static final int CALLERS = 16;

  PortDigestRules() {}

  @RuleTest("13")
  void s13_withoutAUsableChallengeNothingIsSigned(ClientKind kind) throws Exception {
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
    try (PortScene scene = scene(kind)) {
      for (Reply refusal : refusals) {
        scene.atlas().script(PortScene.REF, refusal);
        scene.refused(AuthenticationException.class);
        assertTrue(scene.atlas().requests().stream().noneMatch(SeenRequest::hasCredentials));
        scene.assertRequests(1, refusal.toString());
      }
    }
  }

  @RuleTest("13")
  void s13_aProxysChallengeIsNotAnsweredWithTheKey(ClientKind kind) throws Exception {
    Reply proxy =
        Reply.proxyChallenge(
            "Digest realm=\"MMS Public API\", nonce=\"n\", qop=\"auth\"", "Basic realm=\"proxy\"");
    try (PortScene scene = scene(kind)) {
      scene.atlas().always(proxy);
      assertEquals(407, scene.refused(ApiException.class).status());
      SeenRequest seen = scene.atlas().requests().get(0);
      assertEquals(List.of(), seen.headers("Proxy-Authorization"));
      assertEquals(List.of(), seen.headers("Authorization"));
      scene.assertRequests(1, "a proxy's challenge");
    }
  }

  @RuleTest("14")
  void s14_aWrongKeyCostsExactlyTwoRequests(ClientKind kind) throws Exception {
    for (ChallengeShape shape : ChallengeShape.values()) {
      FakeAtlas.Builder builder = FakeAtlas.builder().digest(DigestRules.of(shape));
      try (PortScene scene = scene(kind, builder, PortDigestRules::wrongKey)) {
        scene.refused(AuthenticationException.class);
        List<SeenRequest> requests = scene.atlas().requests();
        assertEquals(
            List.of(false, true), requests.stream().map(SeenRequest::hasCredentials).toList());
      }
    }
  }

  private static AtlasConfig wrongKey(AtlasConfig config) {
    ApiKey wrong = new ApiKey(config.key().publicKey(), "s3cr3t-but-wrong");
    return AtlasConfig.of(config.baseUri(), wrong);
  }

  @RuleTest("15")
  void s15_theFirstCallCostsTwoRequestsAndEveryOtherOne(ClientKind kind) throws Exception {
    for (DigestRules rules :
        List.of(
            MD5,
            SHA_256,
            DigestRules.of(ChallengeShape.SHA_256_USERHASH),
            MD5.withStrictCounts(),
            MD5.withNextNonce(),
            MD5.withNextNonce(DigestRules.NextNonce.CURRENT),
            MD5.withNonceUses(1).withNextNonce(),
            SHA_256.withRspauth(DigestRules.Rspauth.RIGHT))) {
      try (PortScene scene = scene(kind, rules)) {
        for (int i = 0; i < 5; i++) {
          scene.atlas().put(RestoreJobFixtures.ref(i), PortScene.JOB);
          assertEquals(PortScene.JOB, scene.port().get(RestoreJobFixtures.ref(i)));
          for (SeenRequest request : scene.atlas().requests()) {
            assertTrue(request.headers("Authorization").size() <= 1, "more than one Authorization");
          }
          scene.assertRequests(i == 0 ? 2 : 1, rules + ", call " + i);
        }
      }
    }
  }

  @RuleTest("15")
  void s15_anExpiredNonceCostsOneRequestMore(ClientKind kind) throws Exception {
    for (DigestRules rules : List.of(MD5, MD5.withoutStale(), SHA_256, SHA_256.withoutStale())) {
      try (PortScene scene = scene(kind, rules)) {
        scene.warm();
        scene.atlas().forgetNonces();
        scene.assertReads(PortScene.JOB);
        scene.assertRequests(2, rules + ", a nonce that is gone");
        scene.assertReads(PortScene.JOB);
        scene.assertRequests(1, rules + ", the next call");
      }
    }
  }

  @RuleTest("15")
  void s15_aOneTimeNonceCostsOneRequestMoreEachTime(ClientKind kind) throws Exception {
    for (DigestRules rules : List.of(MD5.withNonceUses(1), MD5.withNonceUses(1).withoutStale())) {
      try (PortScene scene = scene(kind, rules)) {
        for (int i = 0; i < 4; i++) {
          scene.assertReads(PortScene.JOB);
          assertTrue(scene.atlas().requests().size() <= 2, rules + ", call " + i);
          scene.atlas().forgetRequests();
        }
      }
    }
  }

  @RuleTest("15")
  void s15_staleAnswersInARowAreSurvived(ClientKind kind) throws Exception {
    try (PortScene cold = scene(kind)) {
      cold.atlas().script(PortScene.REF, Reply.unscripted(), Reply.stale(), Reply.stale());
      cold.assertReads(PortScene.JOB);
      cold.assertRequests(4, "a cold client, stale twice");
      cold.atlas().script(PortScene.REF, Reply.stale(), Reply.stale());
      cold.assertReads(PortScene.JOB);
      cold.assertRequests(3, "a warm client, stale twice");
    }
    try (PortScene cold = scene(kind)) {
      cold.atlas().script(PortScene.REF, Reply.unscripted(), Reply.stale());
      cold.assertReads(PortScene.JOB);
      cold.assertRequests(3, "a cold client, stale once");
    }
  }

  @RuleTest("15")
  void s15_staleForEverEnds(ClientKind kind) throws Exception {
    Reply[] forEver = Stream.generate(Reply::stale).limit(100).toArray(Reply[]::new);
    try (PortScene scene = scene(kind)) {
      scene.warm();
      scene.atlas().script(PortScene.REF, forEver);
      scene.refused(AuthenticationException.class);
      scene.assertRequests(3, "a warm client");
    }
    try (PortScene scene = scene(kind)) {
      scene.atlas().script(PortScene.REF, forEver);
      scene.refused(AuthenticationException.class);
      assertEquals(
          3, scene.atlas().requests().stream().filter(SeenRequest::hasCredentials).count());
      scene.assertRequests(4, "a cold client");
    }
  }

  @RuleTest("15")
  void s15_aWrongProofIsNotTrusted(ClientKind kind) throws Exception {
    for (DigestRules rules : List.of(MD5, SHA_256)) {
      try (PortScene scene = scene(kind, rules.withRspauth(DigestRules.Rspauth.WRONG))) {
        scene.refused(AuthenticationException.class);
        scene.assertRequests(2, "a server that does not know the key");
      }
    }
  }

  @RuleTest("15")
  void s15_manyFirstCallsAtOnceShareOneChallenge(ClientKind kind) throws Exception {
    try (PortScene other = scene(kind)) {
      other.warm(); // loads what there is to load: the first of many has not for ever to go first
    }
    try (PortScene scene = scene(kind)) {
      readAtOnce(scene);
      scene.assertRequests(CALLERS + 1, "a tolerant server");
    }
  }

  @RuleTest("15")
  void s15_manyCallsAtOnceNeverFailOnAStrictServer(ClientKind kind) throws Exception {
    for (DigestRules rules : List.of(MD5.withStrictCounts(), MD5.withNonceUses(1))) {
      try (PortScene scene = scene(kind, rules)) {
        readAtOnce(scene);
        int requests = scene.atlas().requests().size();
        assertTrue(requests <= 2 * CALLERS, requests + " requests, " + rules);
      }
    }
  }

  private static void readAtOnce(PortScene scene) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      Callable<RestoreJob> read = () -> scene.port().get(PortScene.REF);
      List<Callable<RestoreJob>> reads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        reads.add(read);
      }
      for (Future<RestoreJob> job : callers.invokeAll(reads)) {
        assertEquals(PortScene.JOB, job.get());
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
