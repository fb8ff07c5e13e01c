package dev.atlasrestore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * How the rules of the port contract play: a fresh fake, a fresh client, quick retries, and no
 * connection left behind.
 */
abstract class PortScenes {

  static final Duration SOON = Duration.ofSeconds(20);
  static final RestoreJobRef REF = RestoreJobFixtures.ref();
  static final RestoreJob JOB = RestoreJobFixtures.finished();

  PortScenes() {}

  /** Opens the port on this kind of client. */
  protected abstract OpenPort open(AtlasConfig config, ClientKind kind);

  /** What the transport declares it cannot keep. */
  protected Traits traits() {
    return Traits.keepsAll();
  }

  /** What a rule does with a port and a fake Atlas that holds one finished job. */
  @FunctionalInterface
  interface Scene {
    void play(OpenPort port, FakeAtlas atlas) throws Exception;
  }

  final Stream<DynamicTest> rule(String rule, Scene scene) {
    return Rules.each(
        rule,
        traits(),
        kind -> play(kind, DigestRules.of(ChallengeShape.MD5), PortScenes::quick, scene));
  }

  final Stream<DynamicTest> check(String rule, Rules.Check check) {
    return Rules.each(rule, traits(), check);
  }

  final void play(
      ClientKind kind, DigestRules rules, UnaryOperator<AtlasConfig> configured, Scene scene)
      throws Exception {
    try (FakeAtlas atlas = FakeAtlas.start(rules)) {
      atlas.put(REF, JOB);
      try (OpenPort port = open(configured.apply(atlas.config()), kind)) {
        scene.play(port, atlas);
      }
      assertTrue(
          traits().reasonAgainst(Rules.CLOSING, kind).isPresent() || atlas.awaitNoConnections(SOON),
          "connections stayed open behind a closed port");
    }
  }

  static AtlasConfig quick(AtlasConfig config) {
    return config.withRetry(
        RetryPolicy.defaults()
            .withBaseDelay(Duration.ofMillis(1))
            .withMaxDelay(Duration.ofMillis(5))
            .withBudget(false));
  }

  /** The first call of a client, so that the next one finds a remembered nonce. */
  static void warm(OpenPort port, FakeAtlas atlas) {
    assertEquals(JOB, port.get(REF));
    atlas.forgetRequests();
  }

  static <E extends AtlasException> E refused(Class<E> type, OpenPort port) {
    E error = assertThrows(type, () -> port.get(REF));
    assertKeepsSecrets(error);
    return error;
  }

  /** Row 25: no secret in what an exception or its causes say. */
  static void assertKeepsSecrets(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      String text = String.valueOf(t);
      for (String secret :
          new String[] {"fake-private-key", "s3cr3t", "response=", "cnonce=", "Digest username"}) {
        assertTrue(!text.contains(secret), () -> "shows a secret: " + text);
      }
    }
  }
}
