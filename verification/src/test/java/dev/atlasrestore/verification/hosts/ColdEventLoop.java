package dev.atlasrestore.verification.hosts;

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
 * RUN-19: no call blocks an event loop, and neither does the first call of a JVM. The calls cover
 * challenge and credentials, cnonce, codec, retries, polls and failures. Each subclass runs in its
 * own JVM: class loading and static initialization are then recorded too.
 */
@Tag("cold-jvm")
@Timeout(120)
abstract class ColdEventLoop {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  /** Creates the client on the test's thread, as an application does at its start. */
  abstract AutoCloseable open(AtlasConfig config);

  /** Calls {@code awaitCompletion} on an event loop. */
  abstract CompletionStage<RestoreJob> awaitOnEventLoop(RestoreJobRef ref);

  /** Runs the task on an event loop. */
  abstract CompletionStage<?> onEventLoop(Runnable task);

  @Test
  @SuppressWarnings("try") // the resource is only opened and closed
  void noCallBlocksTheEventLoop() throws Exception {
    BlockingCalls.startRecording();
    for (ChallengeShape shape : ChallengeShape.values()) {
      try (FakeAtlas atlas = FakeAtlas.start(DigestRules.of(shape))) {
        AtlasConfig config =
            atlas
                .config()
                .withRetry(RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1)))
                .withPoll(PollPolicy.every(Duration.ofMillis(5)));
        atlas.put(REF, RestoreJobFixtures.inProgress(), RestoreJobFixtures.inProgress(), JOB);
        atlas.script(Reply.unscripted(), Reply.status(503), Reply.drop(), Hostile.truncated());
        try (AutoCloseable client = open(config)) {
          assertThat(result(awaitOnEventLoop(REF))).isEqualTo(JOB);
          Throwable error =
              result(awaitOnEventLoop(RestoreJobFixtures.ref(404)).handle((job, thrown) -> thrown));
          assertThat(error).isNotNull();
        }
      }
    }
    assertThat(BlockingCalls.take()).isEmpty();
    result(onEventLoop(ColdEventLoop::block));
    assertThat(BlockingCalls.take()).as("a blocking call is recorded").isNotEmpty();
  }

  private static void block() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
