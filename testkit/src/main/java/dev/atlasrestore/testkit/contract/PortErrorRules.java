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

/** Situation 16: the service says no. */
abstract class PortErrorRules extends PortDigestRules {

  private static final Map<Integer, Class<? extends ApiException>> TYPES =
      Map.of(
          400, ApiException.class,
          402, ApiException.class,
          403, AccessDeniedException.class,
          404, RestoreJobNotFoundException.class,
          409, ApiException.class,
          410, ApiException.class);

  PortErrorRules() {}

  @RuleTest("16")
  void s16_refusalsAreTypedAndNotRepeated(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.warm();
      for (Map.Entry<Integer, Class<? extends ApiException>> type : TYPES.entrySet()) {
        int status = type.getKey();
        List<ResponseReply> forms =
            List.of(
                Reply.error(status, "SOME_CODE", "Some words."),
                Reply.status(status),
                Reply.status(status).header("Content-Type", "text/html").body("<h1>s3cr3t</h1>"),
                Reply.status(status).jsonBody("[\"s3cr3t\"]"),
                Reply.status(status)
                    .jsonBody("{\"error\":\"x\",\"errorCode\":7,\"parameters\":{}}"),
                Reply.status(status)
                    .jsonBody("{\"error\":" + status + ",\"reason\":\"No\",\"detail\":\"Old.\"}"));
        for (ResponseReply form : forms) {
          scene.atlas().script(PortScene.REF, form);
          ApiException error = scene.refused(ApiException.class);
          assertSame(type.getValue(), error.getClass());
          assertEquals(status, error.status());
          assertEquals(1, error.attempts());
          scene.assertRequests(1, form.toString());
        }
      }
    }
  }

  @RuleTest("16")
  void s16_everythingTheServiceSaysIsKept(ClientKind kind) throws Exception {
    String body =
        "{\"detail\":\"No job.\",\"error\":404,\"errorCode\":\"RESTORE_JOB_NOT_FOUND\","
            + "\"parameters\":[\"a\",7],\"reason\":\"Not Found\"}";
    try (PortScene scene = scene(kind)) {
      scene
          .atlas()
          .script(
              PortScene.REF,
              Reply.status(404).header("Content-Type", "application/json;charset=x").body(body));
      ApiException error = scene.refused(RestoreJobNotFoundException.class);
      assertEquals(Optional.of("RESTORE_JOB_NOT_FOUND"), error.errorCode());
      assertEquals(Optional.of("No job."), error.detail());
      assertEquals(Optional.of("Not Found"), error.reason());
      assertEquals(List.of("a", "7"), error.parameters());
    }
  }

  @RuleTest("16")
  void s16_whatIsNotThereIsNamed(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.warm();
      ApiException error =
          assertThrows(
              RestoreJobNotFoundException.class,
              () -> scene.port().get(RestoreJobFixtures.ref(404)));
      assertEquals(Optional.of("RESTORE_JOB_NOT_FOUND"), error.errorCode());
      scene.assertRequests(1, "an unknown job");
    }
  }

  @RuleTest("16")
  void s16_aMissingPermissionIsToldFromAWrongKey(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.warm();
      for (String code : List.of("USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP")) {
        scene.atlas().script(PortScene.REF, Reply.error(401, code, "Not for this key."));
        AccessDeniedException error = scene.refused(AccessDeniedException.class);
        assertEquals(401, error.status());
        assertEquals(Optional.of(code), error.errorCode());
        scene.assertRequests(1, code);
        scene.assertReads(PortScene.JOB);
        scene.assertRequests(1, "the nonce of a 401 without a challenge stays good");
      }
      scene.atlas().script(PortScene.REF, Reply.status(401));
      scene.refused(AuthenticationException.class);
      scene.assertRequests(1, "a 401 that says nothing");
    }
  }
}
