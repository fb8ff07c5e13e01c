package dev.atlasrestore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.JobStatus;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every transport keeps as a whole: the situations 5 to 19 and 23 to 27 of the contract,
 * against a {@link FakeAtlas}. A transport's test extends this, and gets a test of each rule on its
 * own and on a borrowed client. Everything is asserted at the server.
 */
public abstract class RestoreJobPortContract extends PortErrorRules {

  private static final RestoreJob IN_PROGRESS = RestoreJobFixtures.inProgress();

  /** For subclasses. */
  protected RestoreJobPortContract() {}

  @TestFactory
  Stream<DynamicTest> s23_whateverAClusterIsCalledItIsOnePathSegment() {
    return rule(
        "23",
        (port, atlas) -> {
          for (String cluster :
              List.of(
                  "a b",
                  "..a",
                  "%2e%2e",
                  "a/b",
                  "a?b#c",
                  "a;b=c",
                  "ü€😀",
                  "a+b*c~d",
                  "-._~",
                  "x".repeat(10_000))) {
            RestoreJobRef ref = new RestoreJobRef(REF.groupId(), cluster, REF.jobId());
            atlas.put(ref, JOB);
            atlas.forgetRequests();
            assertEquals(JOB, port.get(ref), cluster);
            assertTrue(
                atlas.requests().stream()
                    .allMatch(request -> request.target().equals(FakeAtlas.path(ref))),
                cluster);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s23_aNonAsciiKeyGoesOnlyToServersThatSayUtf8() {
    return check(
        "23",
        kind -> {
          ApiKey key = new ApiKey("schlüssel", "geheim-ß-€");
          try (FakeAtlas atlas = FakeAtlas.start(DigestRules.of(ChallengeShape.SHA_256), key)) {
            atlas.put(REF, JOB);
            try (OpenPort port = open(atlas.config(), kind)) {
              assertEquals(JOB, port.get(REF));
            }
          }
          try (FakeAtlas atlas = FakeAtlas.start(DigestRules.of(ChallengeShape.MD5), key)) {
            try (OpenPort port = open(atlas.config(), kind)) {
              refused(AuthenticationException.class, port);
              assertEquals(1, atlas.requests().size());
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s24_aTrailingSlashMakesNoDifference() {
    return check(
        "24",
        kind ->
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                config -> AtlasConfig.of(URI.create(config.baseUri() + "/"), config.key()),
                (port, atlas) -> assertEquals(JOB, port.get(REF))));
  }

  @TestFactory
  Stream<DynamicTest> s24_plainHttpBeyondThisMachineIsRefusedWhenAClientIsMade() {
    return check(
        "24",
        kind -> {
          AtlasConfig config =
              AtlasConfig.of(
                  URI.create("http://opsmanager.example.com:8080"),
                  new ApiKey("public", "private"));
          IllegalArgumentException error =
              assertThrows(IllegalArgumentException.class, () -> open(config, kind));
          assertTrue(
              String.valueOf(error.getMessage()).contains("withPlainHttp(true)"),
              error.getMessage());
          open(config.withPlainHttp(true), kind).close();
        });
  }

  @TestFactory
  Stream<DynamicTest> s25_nothingThatIsShownHoldsASecret() {
    return rule(
        "25",
        (port, atlas) -> {
          atlas.put(REF, RestoreJobFixtures.withAuthHeader());
          String shown = port.get(REF) + " " + atlas.config() + " " + atlas.config().key();
          assertFalse(
              shown.contains("s3cr3t") || shown.contains(atlas.config().key().privateKey()), shown);
        });
  }

  @TestFactory
  Stream<DynamicTest> s26_envelopesAndWhiteSpaceChangeNothing() {
    return check(
        "26",
        kind -> {
          for (boolean pretty : List.of(true, false)) {
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                config -> quick(config).withEnvelope(true).withPretty(pretty),
                (port, atlas) -> {
                  assertEquals(JOB, port.get(REF));
                  String query = pretty ? "?pretty=true&envelope=true" : "?envelope=true";
                  assertTrue(atlas.requests().get(0).target().endsWith(query));
                  assertThrows(
                      RestoreJobNotFoundException.class, () -> port.get(RestoreJobFixtures.ref(1)));
                  String content = RestoreJobFixtures.json(JOB);
                  atlas.script(REF, Reply.json("{\"envelope\":" + content + ",\"status\":200}"));
                  assertEquals(JOB, port.get(REF));
                });
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s26_theInnerStatusCounts() {
    return rule(
        "26",
        (port, atlas) -> {
          warm(port, atlas);
          String error = Reply.error(404, "RESTORE_JOB_NOT_FOUND", "No job.").body();
          atlas.script(REF, Reply.json(RestoreJobFixtures.envelopedJson(404, error)));
          assertEquals(
              Optional.of("RESTORE_JOB_NOT_FOUND"),
              refused(RestoreJobNotFoundException.class, port).errorCode());
          atlas.script(
              REF,
              Reply.status(500)
                  .body(RestoreJobFixtures.envelopedJson(200, RestoreJobFixtures.json(JOB))));
          assertEquals(JOB, port.get(REF));
          atlas.script(REF, Reply.json(RestoreJobFixtures.envelopedJson(503, "{}")));
          assertEquals(JOB, port.get(REF));
          assertEquals(4, atlas.requests().size());
        });
  }

  @TestFactory
  Stream<DynamicTest> s27_aWaitEndsAtATerminalStatus() {
    return check(
        "27",
        kind -> {
          for (RestoreJob end :
              List.of(JOB, RestoreJobFixtures.broken(), RestoreJobFixtures.killed())) {
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                RestoreJobPortContract::impatient,
                (port, atlas) -> {
                  atlas.put(REF, IN_PROGRESS, RestoreJobFixtures.pointInTime(), end);
                  List<RestoreJob> seen = new ArrayList<>();
                  assertEquals(end, port.awaitCompletion(REF, seen::add));
                  assertEquals(List.of(IN_PROGRESS, RestoreJobFixtures.pointInTime(), end), seen);
                  assertEquals(4, atlas.requests().size());
                });
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s27_anUnknownStatusIsWaitedOnUntilTheDeadlineWhichCarriesIt() {
    return check(
        "27",
        kind ->
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                config -> withDeadline(config, Duration.ofMillis(300)),
                (port, atlas) -> {
                  atlas.put(REF, RestoreJobFixtures.unknownValues());
                  DeadlineExceededException error =
                      assertThrows(
                          DeadlineExceededException.class, () -> port.awaitCompletion(REF));
                  assertEquals(
                      Optional.of(new JobStatus("REHEARSING")),
                      error.lastSeen().map(RestoreJob::status));
                  assertTrue(atlas.requests().size() > 3);
                }));
  }

  @TestFactory
  Stream<DynamicTest> s27_passingFailuresDoNotEndAWait() {
    return check(
        "27",
        kind ->
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                RestoreJobPortContract::impatient,
                (port, atlas) -> {
                  atlas.put(REF, IN_PROGRESS, JOB);
                  Reply[] anHourOfTrouble =
                      Stream.generate(
                              () -> List.of(Reply.status(503), Reply.drop(), Reply.status(429)))
                          .limit(5)
                          .flatMap(List::stream)
                          .toArray(Reply[]::new);
                  atlas.script(REF, anHourOfTrouble);
                  assertEquals(JOB, port.awaitCompletion(REF));
                }));
  }

  @TestFactory
  Stream<DynamicTest> s27_whatIsNotPassingEndsAWait() {
    return check(
        "27",
        kind ->
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                RestoreJobPortContract::impatient,
                (port, atlas) -> {
                  atlas.put(REF, IN_PROGRESS);
                  atlas.script(
                      REF,
                      Reply.honest(),
                      Reply.honest(),
                      Reply.error(404, "RESTORE_JOB_NOT_FOUND", "Gone."));
                  assertThrows(RestoreJobNotFoundException.class, () -> port.awaitCompletion(REF));
                  assertEquals(3, atlas.requests().size());
                  RuntimeException mine = new IllegalStateException("mine");
                  RuntimeException thrown =
                      assertThrows(
                          RuntimeException.class,
                          () ->
                              port.awaitCompletion(
                                  REF,
                                  job -> {
                                    throw mine;
                                  }));
                  assertSame(mine, thrown);
                  assertEquals(4, atlas.requests().size());
                }));
  }

  private static AtlasConfig impatient(AtlasConfig config) {
    return withDeadline(config, Duration.ofMinutes(1));
  }

  private static AtlasConfig withDeadline(AtlasConfig config, Duration deadline) {
    return quick(config)
        .withPoll(PollPolicy.every(Duration.ofMillis(2)).withoutRate().withDeadline(deadline));
  }
}
