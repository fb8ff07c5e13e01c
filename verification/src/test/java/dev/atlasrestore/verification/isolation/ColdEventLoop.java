package dev.atlasrestore.verification.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * RUN-19: nothing blocks an event loop, from the first call of a cold JVM on: challenge and answer,
 * cnonce, codec, retries, polls and failures included. A subclass runs in a JVM of its own, so that
 * every class is loaded and every static field is made under observation.
 */
@Tag("cold-jvm")
@Timeout(120)
abstract class ColdEventLoop {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  /** Makes the transport, outside of the event loop, as an application does when it starts. */
  abstract AutoCloseable open(AtlasConfig config);

  /** Waits for the job's end, called on an event loop. */
  abstract CompletionStage<RestoreJob> awaitOnEventLoop(RestoreJobRef ref);

  /** Runs this on an event loop. */
  abstract CompletionStage<?> onEventLoop(Runnable work);

  @Test
  @SuppressWarnings("try") // it is only open
  void run19_nothingBlocksFromTheFirstCallOn() throws Exception {
    BlockingCalls.watch();
    for (ChallengeShape shape : ChallengeShape.values()) {
      try (FakeAtlas atlas = FakeAtlas.start(DigestRules.of(shape))) {
        AtlasConfig config =
            atlas
                .config()
                .withRetry(RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1)))
                .withPoll(PollPolicy.every(Duration.ofMillis(5)));
        atlas.put(REF, RestoreJobFixtures.inProgress(), RestoreJobFixtures.inProgress(), JOB);
        atlas.script(Reply.unscripted(), Reply.status(503), Reply.drop(), Hostile.truncated());
        try (AutoCloseable opened = open(config)) {
          assertThat(done(awaitOnEventLoop(REF))).isEqualTo(JOB);
          Throwable error =
              done(awaitOnEventLoop(RestoreJobFixtures.ref(404)).handle((job, thrown) -> thrown));
          assertThat(error).isNotNull();
        }
      }
    }
    assertThat(BlockingCalls.taken()).isEmpty();
    done(onEventLoop(ColdEventLoop::block));
    assertThat(BlockingCalls.taken()).as("what blocks is seen").isNotEmpty();
  }

  private static void block() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
