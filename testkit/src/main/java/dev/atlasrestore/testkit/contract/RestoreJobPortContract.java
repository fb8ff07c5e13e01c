package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What every transport keeps as a whole: the situations 1 to 28 of the contract, against a {@link
 * FakeAtlas}. A transport's test extends this, and gets each situation tested on its own and on a
 * borrowed client. What can be seen at the server is asserted there.
 *
 * <pre>{@code
 * class MyRestoreJobsTest extends RestoreJobPortContract {
 *   @Override protected OpenPort open(AtlasConfig config, ClientKind kind) { ... }
 * }
 * }</pre>
 */
public abstract class RestoreJobPortContract extends PortLifeRules {

  /** For subclasses. */
  protected RestoreJobPortContract() {}

  /**
   * Opens the port on a fresh client of this kind. Its {@code close()} closes the client too,
   * borrowed or not.
   */
  @Override
  protected abstract OpenPort open(AtlasConfig config, ClientKind kind);

  @Override
  protected Traits traits() {
    return super.traits();
  }

  @RuleTest(CLOSED)
  void s21_aClosedPortLeavesNoConnection(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.assertReads(PortScene.JOB);
    }
  }

  @RuleTest("23")
  void s23_whateverAClusterIsCalledItIsOnePathSegment(ClientKind kind) throws Exception {
    List<String> clusters =
        List.of(
            "a b",
            "..a",
            "%2e%2e",
            "a/b",
            "../a",
            "a?b#c",
            "a;b=c",
            "ü€😀",
            "a+b*c~d",
            "-._~",
            "a\"b\\c",
            "x".repeat(10_000));
    try (PortScene scene = scene(kind)) {
      scene.warm();
      for (String cluster : clusters) {
        RestoreJobRef ref =
            new RestoreJobRef(PortScene.REF.groupId(), cluster, PortScene.REF.jobId());
        scene.atlas().put(ref, PortScene.JOB);
        assertEquals(PortScene.JOB, scene.port().get(ref), cluster);
        assertEquals(scene.atlas().path(ref), scene.atlas().requests().get(0).target());
        scene.assertRequests(1, cluster);
      }
    }
  }

  @RuleTest("23")
  void s23_aNonAsciiKeyGoesOnlyToServersThatSayUtf8(ClientKind kind) throws Exception {
    ApiKey key = new ApiKey("schlüssel", "geheim-ß-€");
    for (ChallengeShape shape : ChallengeShape.values()) {
      FakeAtlas.Builder builder = FakeAtlas.builder().digest(DigestRules.of(shape)).key(key);
      try (PortScene scene = scene(kind, builder, config -> config)) {
        if (shape == ChallengeShape.MD5) {
          scene.refused(AuthenticationException.class);
          scene.assertRequests(1, "no charset");
        } else {
          scene.assertReads(PortScene.JOB);
          scene.assertRequests(2, shape.toString());
        }
      }
    }
  }

  @RuleTest("24")
  void s24_aTrailingSlashMakesNoDifference(ClientKind kind) throws Exception {
    FakeAtlas.Builder builder = FakeAtlas.builder().basePath("/prefix/api/public/v1.0");
    try (PortScene scene =
        scene(
            kind,
            builder,
            config -> AtlasConfig.of(URI.create(config.baseUri() + "/"), config.key()))) {
      scene.assertReads(PortScene.JOB);
      assertEquals(scene.atlas().path(PortScene.REF), scene.atlas().requests().get(0).target());
    }
  }

  @RuleTest("24")
  void s24_plainHttpBeyondThisMachineIsRefusedWhenAClientIsMade(ClientKind kind) {
    AtlasConfig config =
        AtlasConfig.of(
            URI.create("http://opsmanager.example.com:8080"), new ApiKey("public", "private"));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> open(config, kind).close());
    assertTrue(
        String.valueOf(error.getMessage()).contains("withPlainHttp(true)"), error.getMessage());
    open(config.withPlainHttp(true), kind).close();
  }

  @RuleTest("25")
  void s25_nothingThatIsShownHoldsASecret(ClientKind kind) throws Exception {
    try (PortScene scene = scene(kind)) {
      scene.atlas().put(PortScene.REF, RestoreJobFixtures.withAuthHeader());
      AtlasConfig config = scene.atlas().config();
      scene.assertHoldsNoSecret(scene.port().get(PortScene.REF).toString());
      scene.assertHoldsNoSecret(config + " " + config.key() + " " + scene.port());
      for (Reply fault :
          List.of(
              Reply.drop(),
              Hostile.reset(),
              Hostile.garbage(),
              Hostile.truncated(),
              Reply.json("{\"delivery\":{\"url\":\"s3cr3t\",\"authValue\":\"s3cr3t\"}}"))) {
        scene.atlas().script(Collections.nCopies(20, fault).toArray(Reply[]::new));
        scene.refused(AtlasException.class);
        scene.atlas().reset();
        scene.atlas().put(PortScene.REF, PortScene.JOB);
      }
    }
  }

  @RuleTest("26")
  void s26_envelopesAndWhiteSpaceChangeNothing(ClientKind kind) throws Exception {
    for (boolean envelope : List.of(true, false)) {
      for (boolean pretty : List.of(true, false)) {
        try (PortScene scene =
            scene(kind, config -> config.withEnvelope(envelope).withPretty(pretty))) {
          scene.assertReads(PortScene.JOB);
          String target = scene.atlas().requests().get(0).target();
          assertEquals(envelope, target.contains("envelope=true"), target);
          assertEquals(pretty, target.contains("pretty=true"), target);
          assertThrows(
              RestoreJobNotFoundException.class,
              () -> scene.port().get(RestoreJobFixtures.ref(404)));
        }
      }
    }
  }

  @RuleTest("26")
  void s26_theInnerStatusCounts(ClientKind kind) throws Exception {
    String job = RestoreJobFixtures.json(PortScene.JOB);
    String error = Reply.error(404, "RESTORE_JOB_NOT_FOUND", "No job.").text();
    try (PortScene scene = scene(kind)) {
      scene.warm();
      scene.atlas().script(PortScene.REF, Reply.json(RestoreJobFixtures.envelopedJson(404, error)));
      assertEquals(
          Optional.of("RESTORE_JOB_NOT_FOUND"),
          scene.refused(RestoreJobNotFoundException.class).errorCode());
      scene.assertRequests(1, "an enveloped 404");
      scene
          .atlas()
          .script(
              PortScene.REF,
              Reply.status(500).jsonBody(RestoreJobFixtures.envelopedJson(200, job)));
      scene.assertReads(PortScene.JOB);
      scene.assertRequests(1, "an enveloped 200");
      scene.atlas().script(PortScene.REF, Reply.json("{\"envelope\":" + job + ",\"status\":200}"));
      scene.assertReads(PortScene.JOB);
      scene.assertRequests(1, "the other name of the envelope");
      scene.atlas().script(PortScene.REF, Reply.json(RestoreJobFixtures.envelopedJson(503, "{}")));
      scene.assertReads(PortScene.JOB);
      scene.assertRequests(2, "an enveloped 503 is repeated");
    }
  }
}
