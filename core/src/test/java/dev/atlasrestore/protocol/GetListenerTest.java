package dev.atlasrestore.protocol;

import static dev.atlasrestore.CallEvent.Operation.GET;
import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.protocol.Client.CHALLENGE;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallEvent.AttemptStarted;
import dev.atlasrestore.CallEvent.Cancelled;
import dev.atlasrestore.CallEvent.Done;
import dev.atlasrestore.CallEvent.RequestFailed;
import dev.atlasrestore.CallEvent.ResponseReceived;
import dev.atlasrestore.CallEvent.Retried;
import dev.atlasrestore.CallEvent.Started;
import dev.atlasrestore.CallInfo;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Dialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the events of gets. */
class GetListenerTest {

  private static final OptionalInt NO_STATUS = OptionalInt.empty();

  private final List<CallEvent> events = new ArrayList<>();
  private final AtlasConfig config = config().withListener(events::add);
  private final AtlasConfig once = config.withRetry(RetryPolicy.none());

  /** Returns the call of the first event. */
  private CallInfo call() {
    return events.get(0).call();
  }

  @Test
  void getNotifiesOfItsAttemptsResponsesRetriesAndItsEnd() {
    Dialogue<RestoreJob> dialogue = Client.get(config);
    assertThat(events).containsExactly(new Started(call()), new AttemptStarted(call(), 1));
    dialogue.after(ofMillis(10)).answer(401, "", CHALLENGE).after(ofMillis(20)).answer(503, "");
    dialogue.elapse().after(ofMillis(30)).fail(TransportFailure.unknown(Kind.CLOSED));
    dialogue.elapse().after(ofMillis(40)).answer(200, "envelope 203 FINISHED").expectDone();
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 503, 2, ofMillis(30)),
            new Retried(call(), 1, ofMillis(250)),
            new AttemptStarted(call(), 2),
            new RequestFailed(call(), 2, Kind.CLOSED, 1, ofMillis(30)),
            new Retried(call(), 2, ofMillis(500)),
            new AttemptStarted(call(), 3),
            new ResponseReceived(call(), 3, 203, 1, ofMillis(40)),
            new Done(call(), 3, ofMillis(850), Optional.empty(), NO_STATUS));
  }

  @Test
  void endOfARefusedGetNamesTheExceptionAndTheStatus() {
    Client.get(config).answer(200, "envelope 404 error X");
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 404, 1, Duration.ZERO),
            new Done(
                call(),
                1,
                Duration.ZERO,
                Optional.of(RestoreJobNotFoundException.class),
                OptionalInt.of(404)));
  }

  @Test
  void endOfAnUnansweredGetHasNoStatus() {
    Client.get(once).timeOut();
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new RequestFailed(call(), 1, Kind.TIMEOUT, 1, ofSeconds(30)),
            new Done(call(), 1, ofSeconds(30), Optional.of(TransportException.class), NO_STATUS));
  }

  @Test
  void undecodableResponseIsAResponseAndAFailure() {
    Client.get(config).answer(204, "");
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 204, 1, Duration.ZERO),
            new Done(call(), 1, Duration.ZERO, Optional.of(DecodingException.class), NO_STATUS));
  }

  @Test
  void retryWithoutRemainingTimeIsNotAnAttempt() {
    Client.get(config).answer(503, "").elapse(Duration.ofMinutes(2));
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new ResponseReceived(call(), 1, 503, 1, Duration.ZERO),
            new Retried(call(), 1, ofMillis(250)),
            new Done(
                call(),
                1,
                Duration.ofMinutes(2),
                Optional.of(TransportException.class),
                NO_STATUS));
  }

  @Test
  void refusedConnectionIsNoRequest() {
    Client.get(once).fail(TransportFailure.notSent(Kind.REFUSED));
    assertThat(events).contains(new RequestFailed(call(), 1, Kind.REFUSED, 0, Duration.ZERO));
    events.clear();
    Client.get(once).answer(401, "", CHALLENGE).fail(TransportFailure.notSent(Kind.REFUSED));
    assertThat(events).contains(new RequestFailed(call(), 1, Kind.REFUSED, 1, Duration.ZERO));
  }

  @Test
  void everyEventNamesTheCall() {
    RestoreJobCalls client = Client.of(config);
    Dialogue.of(client.get(REF)).answer(503, "").elapse().answer(200, "FINISHED").expectDone();
    CallInfo first = call();
    assertThat(first.operation()).isEqualTo(GET);
    assertThat(first.reference()).isEqualTo(REF);
    assertThat(events).extracting(CallEvent::call).containsOnly(first);
    events.clear();
    Dialogue.of(client.get(REF)).answer(200, "FINISHED").expectDone();
    assertThat(call().number()).isGreaterThan(first.number());
  }

  @Test
  void cancelledGetEndsOnce() {
    Client.get(config).after(ofSeconds(1)).cancel();
    assertThat(events)
        .containsExactly(
            new Started(call()),
            new AttemptStarted(call(), 1),
            new Cancelled(call(), 1, ofSeconds(1)));
    events.clear();
    Client.get(config).answer(503, "").elapse().answer(401, "", CHALLENGE).cancel();
    assertThat(events).last().isEqualTo(new Cancelled(call(), 2, ofMillis(250)));
  }

  @Test
  void getWhoseCodecThrowsAnErrorEndsOnce() {
    Error mine = new LinkageError("mine");
    RestoreJobCodec codec =
        body -> {
          throw mine;
        };
    Dialogue<RestoreJob> get = Dialogue.of(new RestoreJobCalls(config, codec).get(REF));
    assertThatThrownBy(() -> get.answer(200, "FINISHED")).isSameAs(mine);
    assertThat(events)
        .last()
        .isEqualTo(new Done(call(), 1, Duration.ZERO, Optional.of(LinkageError.class), NO_STATUS));
  }

  static Stream<CallListener> throwers() {
    return Stream.of(
        event -> {
          throw new IllegalStateException("listener");
        },
        event -> {
          throw new AssertionError("listener");
        },
        event -> {
          throw new LinkageError("listener");
        },
        event -> throwUnchecked(new IOException("listener")));
  }

  /** Throws a checked exception without declaring it, as other JVM languages do. */
  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void throwUnchecked(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @ParameterizedTest
  @MethodSource("throwers")
  void exceptionOfTheListenerIsIgnored(CallListener listener) {
    AtlasConfig throwing = config().withListener(listener);
    Client.get(throwing).answer(503, "").elapse().answer(200, "FINISHED").expectDone();
    Client.await(throwing).answer(200, "IN_PROGRESS").elapse().answer(200, "FINISHED").expectDone();
    Client.get(throwing).answer(404, "").expectFailed(RestoreJobNotFoundException.class);
  }

  @Test
  void virtualMachineErrorOfTheListenerEndsTheCall() {
    Error mine = new OutOfMemoryError("mine");
    AtlasConfig throwing =
        config()
            .withListener(
                event -> {
                  if (event instanceof ResponseReceived) {
                    throw mine;
                  }
                });
    assertThatThrownBy(() -> Client.get(throwing).answer(200, "FINISHED")).isSameAs(mine);
  }
}
