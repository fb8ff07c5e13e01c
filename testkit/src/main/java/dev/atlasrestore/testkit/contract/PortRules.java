package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** How the rules of the port contract are played: a fresh fake, a fresh client, quick retries. */
abstract class PortRules extends Contract {

  static final Duration LONGEST_BACK_OFF = Duration.ofMillis(5);
  static final DigestRules MD5 = DigestRules.of(ChallengeShape.MD5);

  PortRules() {}

  /** Opens the port on a fresh client of this kind. */
  protected abstract OpenPort open(AtlasConfig config, ClientKind kind);

  final PortScene scene(ClientKind kind) {
    return scene(kind, MD5);
  }

  final PortScene scene(ClientKind kind, DigestRules rules) {
    return scene(kind, FakeAtlas.builder().digest(rules), UnaryOperator.identity());
  }

  final PortScene scene(ClientKind kind, UnaryOperator<AtlasConfig> changed) {
    return scene(kind, FakeAtlas.builder().digest(MD5), changed);
  }

  final PortScene scene(
      ClientKind kind, FakeAtlas.Builder builder, UnaryOperator<AtlasConfig> changed) {
    FakeAtlas atlas = builder.start();
    atlas.put(PortScene.REF, PortScene.JOB);
    Queue<CallEvent> events = new ConcurrentLinkedQueue<>();
    AtlasConfig config = changed.apply(quick(atlas.config()).withListener(events::add));
    try {
      return new PortScene(
          atlas, open(config, kind), config.key(), events, leavesNothingOpen(kind), patience());
    } catch (RuntimeException | Error e) {
      atlas.close();
      throw e;
    }
  }

  private static AtlasConfig quick(AtlasConfig config) {
    return config.withRetry(
        RetryPolicy.defaults()
            .withBaseDelay(Duration.ofMillis(1))
            .withMaxDelay(LONGEST_BACK_OFF)
            .withBudget(false));
  }
}
