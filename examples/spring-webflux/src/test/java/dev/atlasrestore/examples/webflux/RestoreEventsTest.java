package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Tests the timing of server-sent events in virtual time. */
class RestoreEventsTest {

  private final RestoreEvents events = new RestoreEvents();

  @Test
  void idleStreamSendsAHeartbeatEvery15Seconds() {
    StepVerifier.withVirtualTime(() -> events.of("job", Flux.never()))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(15))
        .assertNext(event -> assertThat(event.comment()).isEqualTo("still waiting"))
        .thenAwait(Duration.ofSeconds(15))
        .expectNextCount(1)
        .thenCancel()
        .verify();
  }

  @Test
  void failureAfterAHeartbeatIsAProblemEvent() {
    StepVerifier.withVirtualTime(
            () -> events.of("job", failing().delaySubscription(Duration.ofSeconds(20))))
        .thenAwait(Duration.ofSeconds(20))
        .expectNextCount(1)
        .assertNext(event -> assertThat(event.event()).isEqualTo("problem"))
        .verifyComplete();
  }

  @Test
  void failureBeforeTheFirstEventIsPropagated() {
    StepVerifier.create(events.of("job", failing())).verifyError(TransportException.class);
  }

  private static Flux<Object> failing() {
    return Mono.error(TransportException::clientClosed).flux();
  }
}
