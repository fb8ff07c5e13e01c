package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rule 16: errors of the service that are not retried. */
interface PortErrorRules {

  Map<Integer, Class<? extends ApiException>> TYPES =
      Map.of(
          400, ApiException.class,
          402, ApiException.class,
          403, AccessDeniedException.class,
          404, RestoreJobNotFoundException.class,
          409, ApiException.class,
          410, ApiException.class);

  @Rule(
      id = "16",
      text =
          "The statuses 400, 402, 403, 404, 409 and 410 have their exception type, for every form"
              + " of the body, and are not retried.")
  default void errorStatusIsTypedAndNotRetried(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (Map.Entry<Integer, Class<? extends ApiException>> type : TYPES.entrySet()) {
        int status = type.getKey();
        List<ResponseReply> forms =
            List.of(
                Reply.error(status, "SOME_CODE", "A detail."),
                Reply.status(status),
                Reply.status(status).header("Content-Type", "text/html").body("<h1>s3cr3t</h1>"),
                Reply.status(status).jsonBody("[\"s3cr3t\"]"),
                Reply.status(status)
                    .jsonBody("{\"error\":\"x\",\"errorCode\":7,\"parameters\":{}}"),
                Reply.status(status)
                    .jsonBody("{\"error\":" + status + ",\"reason\":\"No\",\"detail\":\"Old.\"}"));
        for (ResponseReply form : forms) {
          fixture.atlas().script(PortFixture.REF, form);
          ApiException error = fixture.failure(ApiException.class);
          assertSame(type.getValue(), error.getClass());
          assertEquals(status, error.status());
          assertEquals(1, error.attempts());
          fixture.assertRequests(1, form.toString());
        }
      }
    }
  }

  @Rule(
      id = "16",
      text = "An exception keeps `errorCode`, `detail`, `reason` and `parameters` of the error.")
  default void errorMembersAreKept(PortFixtures fixtures) throws Exception {
    String body =
        "{\"detail\":\"No job.\",\"error\":404,\"errorCode\":\"RESTORE_JOB_NOT_FOUND\","
            + "\"parameters\":[\"a\",7],\"reason\":\"Not Found\"}";
    try (PortFixture fixture = fixtures.open()) {
      fixture
          .atlas()
          .script(
              PortFixture.REF,
              Reply.status(404).header("Content-Type", "application/json;charset=x").body(body));
      ApiException error = fixture.failure(RestoreJobNotFoundException.class);
      assertEquals(Optional.of("RESTORE_JOB_NOT_FOUND"), error.errorCode());
      assertEquals(Optional.of("No job."), error.detail());
      assertEquals(Optional.of("Not Found"), error.reason());
      assertEquals(List.of("a", "7"), error.parameters());
    }
  }

  @Rule(id = "16", text = "An unknown job is a `RestoreJobNotFoundException` with its error code.")
  default void unknownJobIsNotFound(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      ApiException error =
          assertThrows(
              RestoreJobNotFoundException.class,
              () -> fixture.port().get(RestoreJobFixtures.ref(404)));
      assertEquals(Optional.of("RESTORE_JOB_NOT_FOUND"), error.errorCode());
      fixture.assertRequests(1, "an unknown job");
    }
  }

  @Rule(
      id = "16",
      text =
          "A 401 that reports a missing permission is an `AccessDeniedException`, and the nonce"
              + " stays valid.")
  default void missingPermissionIsNotAWrongKey(PortFixtures fixtures) throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      fixture.warm();
      for (String code : List.of("USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP")) {
        fixture.atlas().script(PortFixture.REF, Reply.error(401, code, "Denied."));
        AccessDeniedException error = fixture.failure(AccessDeniedException.class);
        assertEquals(401, error.status());
        assertEquals(Optional.of(code), error.errorCode());
        fixture.assertRequests(1, code);
        fixture.assertReads(PortFixture.JOB);
        fixture.assertRequests(1, "a 401 without a challenge leaves the nonce valid");
      }
      fixture.atlas().script(PortFixture.REF, Reply.status(401));
      fixture.failure(AuthenticationException.class);
      fixture.assertRequests(1, "a 401 without an error code");
    }
  }
}
