package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Assumptions;

/** The rule 32: a listener receives exactly one end of every call that has started. */
interface PortEventRules {

  /** The timeout of exchanges that a blocking transport cannot interrupt before it. */
  Duration SHORT = Duration.ofMillis(500);

  Duration INTERVAL = Duration.ofMillis(100);

  @Rule(
      id = "32",
      text =
          "A listener receives one end of a call that succeeds, that fails or that reaches its"
              + " deadline.")
  default void callThatEndsByItselfHasOneEnd(PortFixtures fixtures) throws Exception {
    CallEnds ends = new CallEnds();
    try (PortFixture fixture = fixtures.open(config -> polling(config, ends))) {
      fixture.assertReads(PortFixture.JOB);
      fixture.port().awaitCompletion(PortFixture.REF);
      fixture.atlas().script(PortFixture.REF, Reply.status(404));
      fixture.failure(AtlasException.class);
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
      assertThrows(
          DeadlineExceededException.class, () -> fixture.port().awaitCompletion(PortFixture.REF));
      ends.await(4, fixtures.patience(), "calls that end by themselves");
    }
    ends.assertOneEndForEachCall("calls that end by themselves");
  }

  @Rule(
      id = "32.cancel",
      text =
          "A listener receives one end of a call that is cancelled during an exchange or between"
              + " two polls.")
  default void cancelledCallHasOneEnd(PortFixtures fixtures) throws Exception {
    CallEnds ends = new CallEnds();
    int calls = 0;
    try (PortFixture fixture = fixtures.open(config -> patient(polling(config, ends)))) {
      CancellablePort port = cancellable(fixture);
      for (String read : port.reads().keySet()) {
        fixture.atlas().reset();
        fixture.atlas().script(Hostile.stall().beforeDigest());
        Running<?> running = port.reads().get(read).apply(PortFixture.REF);
        fixture.awaitRequests(1);
        running.cancel();
        ends.await(++calls, fixtures.patience(), read + ", cancelled during an exchange");
      }
      for (String wait : port.waits().keySet()) {
        fixture.atlas().reset();
        fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
        Running<?> running = port.waits().get(wait).apply(PortFixture.REF);
        fixture.awaitRequests(3);
        running.cancel();
        ends.await(++calls, fixtures.patience(), wait + ", cancelled between two polls");
      }
    }
    ends.assertOneEndForEachCall("cancelled calls");
  }

  @Rule(
      id = "32.close",
      text =
          "A listener receives one end of a call whose client is closed during an exchange or"
              + " between two polls.")
  default void callOfAClosedClientHasOneEnd(PortFixtures fixtures) throws Exception {
    CallEnds ends = new CallEnds();
    try (PortFixture fixture = fixtures.open(config -> patient(polling(config, ends)))) {
      Reply stall = Hostile.stall().beforeDigest();
      fixture.atlas().script(Collections.nCopies(9, stall).toArray(Reply[]::new));
      BackgroundCall.start(() -> fixture.port().get(PortFixture.REF));
      fixture.awaitRequests(1);
      fixture.port().close();
      ends.await(1, fixtures.patience(), "closed during an exchange");
    }
    try (PortFixture fixture = fixtures.open(config -> patient(polling(config, ends)))) {
      fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
      BackgroundCall.start(() -> fixture.port().awaitCompletion(PortFixture.REF));
      fixture.awaitRequests(3);
      fixture.port().close();
      ends.await(2, fixtures.patience(), "closed between two polls");
    }
    ends.assertOneEndForEachCall("calls of a closed client");
  }

  private static CancellablePort cancellable(PortFixture fixture) {
    Assumptions.assumeTrue(
        fixture.port() instanceof CancellablePort,
        "the calls of this port cannot be cancelled one by one");
    return (CancellablePort) fixture.port();
  }

  private static AtlasConfig polling(AtlasConfig config, CallEnds ends) {
    return config
        .withTimeouts(config.timeouts().withResponse(SHORT))
        .withPoll(PollPolicy.every(INTERVAL).withDeadline(Duration.ofSeconds(1)))
        .withoutPollRate()
        .withListener(ends);
  }

  private static AtlasConfig patient(AtlasConfig config) {
    return config.withPoll(config.poll().withDeadline(Duration.ofMinutes(1)));
  }
}
