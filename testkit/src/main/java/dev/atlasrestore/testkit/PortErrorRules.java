package dev.atlasrestore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rules 16 to 19: the service says no, or not now. */
abstract class PortErrorRules extends PortDigestRules {

  PortErrorRules() {}

  @TestFactory
  Stream<DynamicTest> s16_refusalsAreTypedAndNotRepeated() {
    return rule(
        "16",
        (port, atlas) -> {
          warm(port, atlas);
          Map<Integer, Class<? extends ApiException>> types =
              Map.of(
                  400, ApiException.class,
                  402, ApiException.class,
                  403, AccessDeniedException.class,
                  404, RestoreJobNotFoundException.class,
                  409, ApiException.class,
                  410, ApiException.class);
          for (Map.Entry<Integer, Class<? extends ApiException>> type : types.entrySet()) {
            int status = type.getKey();
            List<Reply.Answer> forms =
                List.of(
                    Reply.error(status, "SOME_CODE", "Some words."),
                    Reply.status(status),
                    Reply.status(status).header("Content-Type", "text/html").body("<h1>No</h1>"),
                    Reply.json(
                        "{\"error\":" + status + ",\"reason\":\"No\",\"detail\":\"Old form.\"}"));
            for (Reply.Answer form : forms) {
              atlas.forgetRequests();
              atlas.script(REF, new Reply.Answer(status, form.headers(), form.body()));
              ApiException error = refused(ApiException.class, port);
              assertSame(type.getValue(), error.getClass());
              assertEquals(status, error.status());
              assertEquals(1, atlas.requests().size());
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> s16_everythingTheServiceSaysIsKept() {
    return rule(
        "16",
        (port, atlas) -> {
          atlas.script(
              REF,
              Reply.status(404)
                  .body(
                      "{\"detail\":\"No job.\",\"error\":404,\"errorCode\":\"RESTORE_JOB_NOT_FOUND\","
                          + "\"parameters\":[\"a\",7],\"reason\":\"Not Found\"}"));
          RestoreJobNotFoundException error = refused(RestoreJobNotFoundException.class, port);
          assertEquals(Optional.of("RESTORE_JOB_NOT_FOUND"), error.errorCode());
          assertEquals(Optional.of("No job."), error.detail());
          assertEquals(Optional.of("Not Found"), error.reason());
          assertEquals(List.of("a", "7"), error.parameters());
          assertEquals(1, error.attempts());
        });
  }

  @TestFactory
  Stream<DynamicTest> s16_aMissingPermissionIsToldFromAWrongKey() {
    return rule(
        "16",
        (port, atlas) -> {
          warm(port, atlas);
          atlas.script(REF, Reply.error(401, "NOT_IN_GROUP", "The key is not in the group."));
          assertEquals(401, refused(AccessDeniedException.class, port).status());
          assertEquals(1, atlas.requests().size());
          assertEquals(JOB, port.get(REF));
          assertEquals(
              2, atlas.requests().size(), "the nonce of a 401 without a challenge stays good");
        });
  }

  @TestFactory
  Stream<DynamicTest> s17_retryAfterIsWaitedForInFull() {
    return check(
        "17",
        kind -> {
          Queue<CallEvent> events = new ConcurrentLinkedQueue<>();
          play(
              kind,
              DigestRules.of(ChallengeShape.MD5),
              config -> quick(config).withListener(events::add),
              (port, atlas) -> {
                atlas.script(REF, Reply.status(503).header("Retry-After", "1"));
                long before = System.nanoTime();
                assertEquals(JOB, port.get(REF));
                assertTrue(System.nanoTime() - before >= 1_000_000_000L);
                assertTrue(delays(events).get(0).toMillis() >= 1000);
              });
        });
  }

  @TestFactory
  Stream<DynamicTest> s17_aRetryAfterThatSaysNothingLeavesTheBackOff() {
    return check(
        "17",
        kind -> {
          Queue<CallEvent> events = new ConcurrentLinkedQueue<>();
          play(
              kind,
              DigestRules.of(ChallengeShape.MD5),
              config -> quick(config).withListener(events::add),
              (port, atlas) -> {
                List<Reply> replies =
                    List.of(
                        Reply.status(429),
                        Reply.status(429).header("Retry-After", "abc"),
                        Reply.status(503).header("Retry-After", "-5"),
                        Reply.status(503).header("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"),
                        Reply.status(503)
                            .header("Date", "Sat, 01 Jan 2050 00:00:00 GMT")
                            .header("Retry-After", "Sat, 01 Jan 2050 00:00:00 GMT"));
                for (Reply reply : replies) {
                  atlas.script(REF, reply);
                  assertEquals(JOB, port.get(REF));
                }
                assertEquals(replies.size(), delays(events).size());
                assertTrue(
                    delays(events).stream().allMatch(delay -> delay.toMillis() <= 5),
                    delays(events).toString());
              });
        });
  }

  private static List<Duration> delays(Queue<CallEvent> events) {
    return events.stream()
        .filter(CallEvent.Retried.class::isInstance)
        .map(event -> ((CallEvent.Retried) event).delay())
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> s18_aRetryAfterBeyondTheDeadlineFailsAtOnce() {
    return check(
        "18",
        kind ->
            play(
                kind,
                DigestRules.of(ChallengeShape.MD5),
                PortErrorRules::patientForAMinute,
                (port, atlas) -> {
                  Map<String, Duration> values =
                      Map.of(
                          "61", Duration.ofSeconds(61), "1000000000000", Duration.ofDays(36_500));
                  for (Map.Entry<String, Duration> value : values.entrySet()) {
                    atlas.script(REF, Reply.status(429).header("Retry-After", value.getKey()));
                    assertEquals(
                        Optional.of(value.getValue()),
                        refused(RateLimitedException.class, port).retryAfter());
                  }
                  assertEquals(2, atlas.requests().size());
                }));
  }

  private static AtlasConfig patientForAMinute(AtlasConfig config) {
    return quick(config).withTimeouts(Timeouts.defaults().withCall(Duration.ofMinutes(1)));
  }

  @TestFactory
  Stream<DynamicTest> s19_passingStatusesAreRepeated() {
    return rule(
        "19",
        (port, atlas) -> {
          warm(port, atlas);
          for (int status : List.of(408, 429, 500, 502, 503, 504)) {
            atlas.forgetRequests();
            atlas.script(
                REF, Reply.status(status), Reply.error(status, "UNEXPECTED_ERROR", "Try again."));
            assertEquals(JOB, port.get(REF));
            assertEquals(3, atlas.requests().size(), "status " + status);
            atlas.forgetRequests();
            atlas.script(REF, Reply.status(status), Reply.status(status), Reply.status(status));
            ApiException error = refused(ApiException.class, port);
            assertEquals(status, error.status());
            assertEquals(3, error.attempts());
            assertEquals(3, atlas.requests().size(), "status " + status);
          }
        });
  }
}
