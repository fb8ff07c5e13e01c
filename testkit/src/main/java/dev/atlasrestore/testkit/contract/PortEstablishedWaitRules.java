package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules 30 and 31: failures that end a wait, before and after its first successful poll. */
interface PortEstablishedWaitRules {

  @Rule(
      id = "30",
      text =
          "After a successful poll, a response that is not the service's own does not end a wait,"
              + " for any status.")
  default void responseOfAnotherServerDoesNotEndAWait(PortFixtures fixtures) throws Exception {
    Reply[] pages =
        IntStream.of(200, 206, 302, 400, 401, 402, 403, 404, 407, 409, 410, 451, 501, 511)
            .mapToObj(status -> (Reply) Reply.status(status).body("<html>Log in</html>"))
            .toArray(Reply[]::new);
    assertSurvives(fixtures, pages);
  }

  @Rule(
      id = "30",
      text = "After a successful poll, a response that is not HTTP does not end a wait.")
  default void responseThatIsNotHttpDoesNotEndAWait(PortFixtures fixtures) throws Exception {
    assertSurvives(fixtures, Hostile.garbage(), Hostile.garbage(), Hostile.garbage());
  }

  @Rule(
      id = "30",
      text = "After a successful poll, a document that is not a job does not end a wait.")
  default void documentThatIsNotAJobDoesNotEndAWait(PortFixtures fixtures) throws Exception {
    assertSurvives(fixtures, Reply.json("{}"), Reply.json("{\"id\":5}"), Reply.json("[]"));
  }

  @Rule(id = "30", text = "Nonces that the service calls stale do not end a wait.")
  default void staleNoncesDoNotEndAWait(PortFixtures fixtures) throws Exception {
    assertSurvives(fixtures, Stream.generate(Reply::stale).limit(20).toArray(Reply[]::new));
  }

  @Rule(
      id = "30",
      text = "After a successful poll, two refusals of the key in a row do not end a wait.")
  default void twoRefusalsOfTheKeyDoNotEndAWait(PortFixtures fixtures) throws Exception {
    // The first refused poll takes four requests, and the second one two.
    assertSurvives(fixtures, refusals(4 + 2));
  }

  @Rule(
      id = "30",
      text =
          "The third poll in a row that refuses the key ends a wait with"
              + " `AuthenticationException`.")
  default void threeRefusalsOfTheKeyEndAWait(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      AuthenticationException error =
          assertEnds(fixture, AuthenticationException.class, refusals(100));
      assertEquals(Reason.KEY_REFUSED, error.reason());
      fixture.assertRequests(2 + 4 + 2 + 2, "the first poll and three refused polls");
      fixture.assertQuiet();
    }
  }

  @Rule(id = "30", text = "An error of the service itself ends a wait.")
  default void errorOfTheServiceEndsAWait(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      assertEnds(
          fixture,
          RestoreJobNotFoundException.class,
          Reply.error(404, "RESTORE_JOB_NOT_FOUND", "No job."));
      fixture.assertRequests(3, "the first poll and a 404");
    }
    try (PortFixture fixture = fixtures.open(PortFixtures::withQuickPolls)) {
      assertEnds(
          fixture,
          AccessDeniedException.class,
          Reply.error(403, "USER_UNAUTHORIZED", "No permission."));
      fixture.assertRequests(3, "the first poll and a 403");
    }
  }

  @Rule(
      id = "31",
      text = "Until the service has responded, a wait fails after the attempts of a get.")
  default void waitWithoutAnyResponseFailsLikeAGet(PortFixtures fixtures) throws Exception {
    try (ReservedPort refusing = ReservedPort.open();
        PortFixture fixture = fixtures.open(config -> at(refusing, config))) {
      TransportException error =
          assertThrows(
              TransportException.class, () -> fixture.port().awaitCompletion(PortFixture.REF));
      fixture.assertShowsNoSecret(error);
      assertEquals(TransportFailure.Kind.REFUSED, error.failure().kind());
      assertEquals(3, error.attempts());
    }
  }

  private static AtlasConfig at(ReservedPort refusing, AtlasConfig config) {
    AtlasConfig refused = AtlasConfig.of(refusing.uri("/api/atlas/v1.0"), config.key());
    return PortFixtures.withQuickPolls(refused.withRetry(config.retry()));
  }

  private static void assertSurvives(PortFixtures fixtures, Reply... failures) throws Exception {
    try (PortFixture fixture =
        fixtures.open(
            config -> PortFixtures.withQuickPolls(config).withRetry(RetryPolicy.none()))) {
      script(fixture, failures);
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING, PortFixture.JOB);
      assertEquals(PortFixture.JOB, fixture.port().awaitCompletion(PortFixture.REF));
    }
  }

  private static <E extends AtlasException> E assertEnds(
      PortFixture fixture, Class<E> type, Reply... failures) {
    script(fixture, failures);
    fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
    E error = assertThrows(type, () -> fixture.port().awaitCompletion(PortFixture.REF));
    fixture.assertShowsNoSecret(error);
    return error;
  }

  /** Scripts a successful first poll of a new client, and these replies after it. */
  private static void script(PortFixture fixture, Reply... failures) {
    List<Reply> replies = new ArrayList<>(List.of(Reply.unscripted(), Reply.unscripted()));
    replies.addAll(Arrays.asList(failures));
    fixture.atlas().script(PortFixture.REF, replies.toArray(Reply[]::new));
  }

  /** Returns refusals of any request, each with a new nonce. */
  private static Reply[] refusals(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "Digest realm=\"MMS Public API\", nonce=\"node" + i + "\", qop=\"auth\"")
        .map(Reply::challenge)
        .map(Reply::beforeDigest)
        .toArray(Reply[]::new);
  }
}
