package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class BlockingCallsTest {

  /** Without detection, all other tests would pass in spite of blocking calls. */
  @Test
  void blockingCallIsDetected() {
    Mono.fromRunnable(BlockingCallsTest::block)
        .subscribeOn(Schedulers.parallel())
        .onErrorComplete()
        .block(Duration.ofSeconds(60));

    assertThat(BlockingCalls.takeFirst()).isNotNull();
  }

  private static void block() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
