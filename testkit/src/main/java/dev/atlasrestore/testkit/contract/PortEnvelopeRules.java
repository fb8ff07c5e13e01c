package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.List;
import java.util.Optional;

/** The rule 26: the options {@code envelope} and {@code pretty}. */
interface PortEnvelopeRules {

  @Rule(id = "26", text = "Responses with `envelope` and `pretty` are decoded like plain ones.")
  default void envelopeAndPrettyAreDecodedAlike(PortFixtures fixtures) throws Exception {
    for (boolean envelope : List.of(true, false)) {
      for (boolean pretty : List.of(true, false)) {
        try (PortFixture fixture =
            fixtures.open(config -> config.withEnvelope(envelope).withPretty(pretty))) {
          fixture.assertReads(PortFixture.JOB);
          String target = fixture.atlas().requests().get(0).target();
          assertEquals(envelope, target.contains("envelope=true"), target);
          assertEquals(pretty, target.contains("pretty=true"), target);
          assertThrows(
              RestoreJobNotFoundException.class,
              () -> fixture.port().get(RestoreJobFixtures.ref(404)));
        }
      }
    }
  }

  @Rule(
      id = "26",
      text = "An envelope in a response that cannot come from the service is not read.")
  default void envelopeOfAnotherServerIsNotRead(PortFixtures fixtures) throws Exception {
    String job = RestoreJobFixtures.envelopedJson(200, RestoreJobFixtures.json(PortFixture.JOB));
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (int status : List.of(302, 407, 511)) {
        fixture.atlas().script(PortFixture.REF, Reply.status(status).jsonBody(job));
        assertEquals(status, fixture.failure(ApiException.class).status());
      }
    }
  }

  @Rule(id = "26", text = "The status in an envelope replaces the status of the response.")
  default void statusInTheEnvelopeCounts(PortFixtures fixtures) throws Exception {
    String job = RestoreJobFixtures.json(PortFixture.JOB);
    String error = Reply.error(404, "RESTORE_JOB_NOT_FOUND", "No job.").text();
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      fixture
          .atlas()
          .script(PortFixture.REF, Reply.json(RestoreJobFixtures.envelopedJson(404, error)));
      assertEquals(
          Optional.of("RESTORE_JOB_NOT_FOUND"),
          fixture.failure(RestoreJobNotFoundException.class).errorCode());
      fixture.assertRequests(1, "a 404 in an envelope");
      fixture
          .atlas()
          .script(
              PortFixture.REF,
              Reply.status(500).jsonBody(RestoreJobFixtures.envelopedJson(200, job)));
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(1, "a 200 in an envelope");
      fixture
          .atlas()
          .script(PortFixture.REF, Reply.json("{\"envelope\":" + job + ",\"status\":200}"));
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(1, "an envelope with the member envelope");
      fixture
          .atlas()
          .script(PortFixture.REF, Reply.json(RestoreJobFixtures.envelopedJson(503, "{}")));
      fixture.assertReads(PortFixture.JOB);
      fixture.assertRequests(2, "a 503 in an envelope");
    }
  }
}
