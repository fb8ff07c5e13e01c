package dev.atlasrestore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rules 13 to 15: challenges that can be answered, that cannot, and that come again. */
abstract class PortDigestRules extends PortAnswerRules {

  PortDigestRules() {}

  @TestFactory
  Stream<DynamicTest> s13_withoutAUsableChallengeNothingIsSigned() {
    return rule(
        "13",
        (port, atlas) -> {
          List<Reply> refusals =
              List.of(
                  Reply.status(401),
                  Reply.challenge("Basic realm=\"x\""),
                  Reply.challenge(
                      "Digest realm=\"x\", nonce=\"n\", algorithm=SHA3-512, qop=\"auth\""),
                  Reply.challenge("Digest realm=\"x\", qop=\"auth\""),
                  Reply.challenge("Digest realm=\"x\", nonce=\"n"));
          for (Reply refusal : refusals) {
            atlas.script(REF, refusal);
            refused(AuthenticationException.class, port);
          }
          assertEquals(refusals.size(), atlas.requests().size());
          assertTrue(atlas.requests().stream().noneMatch(SeenRequest::isSigned));
        });
  }

  @TestFactory
  Stream<DynamicTest> s14_aWrongKeyCostsExactlyTwoRequests() {
    return check(
        "14",
        kind ->
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                PortDigestRules::wrongKey,
                (port, atlas) -> {
                  refused(AuthenticationException.class, port);
                  assertEquals(
                      List.of(false, true),
                      atlas.requests().stream().map(SeenRequest::isSigned).toList());
                }));
  }

  private static AtlasConfig wrongKey(AtlasConfig config) {
    return AtlasConfig.of(
        config.baseUri(), new ApiKey(config.key().publicKey(), "s3cr3t-but-wrong"));
  }

  @TestFactory
  Stream<DynamicTest> s15_theFirstCallCostsTwoRequestsAndEveryOtherOne() {
    return check(
        "15",
        kind -> {
          for (ChallengeShape shape : ChallengeShape.values()) {
            play(
                kind,
                DigestRules.of(shape),
                PortScenes::quick,
                (port, atlas) -> {
                  for (int i = 0; i < 5; i++) {
                    atlas.put(RestoreJobFixtures.ref(i), JOB);
                    port.get(RestoreJobFixtures.ref(i));
                    assertEquals(i + 2, atlas.requests().size(), shape.toString());
                  }
                  assertEquals(5, atlas.requests().stream().filter(SeenRequest::isSigned).count());
                  assertEquals(
                      1,
                      atlas.requests().stream()
                          .mapToInt(r -> r.headers("Authorization").size())
                          .max()
                          .orElse(0));
                });
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s15_anExpiredNonceCostsOneRequestMore() {
    return check(
        "15",
        kind -> {
          for (DigestRules rules :
              List.of(
                  DigestRules.of(ChallengeShape.MD5),
                  DigestRules.of(ChallengeShape.SHA_256).withoutStale())) {
            play(
                kind,
                rules,
                PortScenes::quick,
                (port, atlas) -> {
                  warm(port, atlas);
                  atlas.forgetNonces();
                  assertEquals(JOB, port.get(REF));
                  assertEquals(2, atlas.requests().size());
                  assertEquals(JOB, port.get(REF));
                  assertEquals(3, atlas.requests().size());
                });
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s15_twoStaleAnswersInARowAreSurvived() {
    return rule(
        "15",
        (port, atlas) -> {
          atlas.script(REF, Reply.honest(), Reply.stale());
          assertEquals(JOB, port.get(REF));
          assertEquals(3, atlas.requests().size());
          atlas.forgetRequests();
          atlas.script(REF, Reply.stale(), Reply.stale());
          assertEquals(JOB, port.get(REF));
          assertEquals(3, atlas.requests().size());
        });
  }

  @TestFactory
  Stream<DynamicTest> s15_staleForEverEnds() {
    return rule(
        "15",
        (port, atlas) -> {
          Reply[] forEver = Stream.generate(() -> Reply.stale()).limit(20).toArray(Reply[]::new);
          atlas.script(REF, forEver);
          refused(AuthenticationException.class, port);
          assertEquals(4, atlas.requests().size());
          assertEquals(3, atlas.requests().stream().filter(SeenRequest::isSigned).count());
        });
  }
}
