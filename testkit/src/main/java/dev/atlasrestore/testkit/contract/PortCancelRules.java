package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;

/**
 * The rules 27.cancel and 27.close: calls that are cancelled, and calls of a port that is closed.
 */
interface PortCancelRules {

  /** The timeout of exchanges that a blocking transport cannot interrupt before it. */
  Duration SHORT = Duration.ofMillis(500);

  Duration INTERVAL = Duration.ofMillis(100);

  @Rule(id = "27.cancel", text = "If a wait is cancelled between two polls, nothing more is sent.")
  default void cancelBetweenPollsSendsNothingMore(PortFixtures fixtures) throws Exception {
    for (String wait : names(fixtures, CancellablePort::waits)) {
      try (PortFixture fixture = fixtures.open(PortCancelRules::polling)) {
        fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
        Running<?> running = named(wait, cancellable(fixture).waits()).apply(PortFixture.REF);
        fixture.awaitRequests(3);
        running.cancel();
        fixture.assertNothingFollows(wait + ", cancelled between polls");
      }
    }
  }

  @Rule(id = "27.cancel", text = "If a call is cancelled during an exchange, nothing more is sent.")
  default void cancelDuringAnExchangeSendsNothingMore(PortFixtures fixtures) throws Exception {
    for (String call : names(fixtures, PortCancelRules::all)) {
      try (PortFixture fixture = fixtures.open(PortCancelRules::polling)) {
        fixture.atlas().script(Hostile.stall().beforeDigest());
        Running<?> running = named(call, all(cancellable(fixture))).apply(PortFixture.REF);
        fixture.awaitRequests(1);
        running.cancel();
        fixture.assertQuiet(SHORT.plus(INTERVAL));
        fixture.assertNothingFollows(call + ", cancelled during an exchange");
      }
    }
  }

  @Rule(
      id = "27.close",
      text =
          "If the client is closed between two polls, the wait ends with `CLIENT_CLOSED` and"
              + " nothing more is sent.")
  default void closeEndsWaitsBetweenPolls(PortFixtures fixtures) throws Exception {
    for (String wait : List.of("awaitCompletion", "awaitAll")) {
      try (PortFixture fixture = fixtures.open(PortCancelRules::polling)) {
        fixture.atlas().put(PortFixture.REF, PortFixture.RUNNING);
        if (blocking(fixture.port()).containsKey(wait)) {
          BackgroundCall<?> background =
              BackgroundCall.start(named(wait, blocking(fixture.port())));
          fixture.awaitRequests(3);
          fixture.port().close();
          assertEndsAsClosed(fixtures, background, wait);
          fixture.assertQuiet();
        }
      }
    }
  }

  @Rule(
      id = "27.close",
      text =
          "If the client is closed during an exchange, the call ends with `CLIENT_CLOSED` and"
              + " nothing more is sent.")
  default void closeEndsCallsDuringAnExchange(PortFixtures fixtures) throws Exception {
    for (String call : List.of("get", "awaitCompletion", "awaitAll")) {
      try (PortFixture fixture = fixtures.open(PortCancelRules::polling)) {
        Reply stall = Hostile.stall().beforeDigest();
        fixture.atlas().script(Collections.nCopies(9, stall).toArray(Reply[]::new));
        if (blocking(fixture.port()).containsKey(call)) {
          BackgroundCall<?> background =
              BackgroundCall.start(named(call, blocking(fixture.port())));
          fixture.awaitRequests(1);
          fixture.port().close();
          assertEndsAsClosed(fixtures, background, call);
          fixture.assertQuiet();
        }
      }
    }
  }

  private void assertEndsAsClosed(PortFixtures fixtures, BackgroundCall<?> background, String call)
      throws InterruptedException {
    Throwable thrown = background.awaitFailure(fixtures.patience());
    TransportException error = assertInstanceOf(TransportException.class, thrown, call);
    assertEquals(TransportFailure.Kind.CLIENT_CLOSED, error.failure().kind(), call);
  }

  private static <V> V named(String name, Map<String, V> operations) {
    return Objects.requireNonNull(operations.get(name), name);
  }

  private static Map<String, Callable<?>> blocking(OpenPort port) {
    Map<String, Callable<?>> calls = new LinkedHashMap<>();
    calls.put("get", () -> port.get(PortFixture.REF));
    calls.put("awaitCompletion", () -> port.awaitCompletion(PortFixture.REF));
    port.batches()
        .ifPresent(
            batches -> calls.put("awaitAll", () -> batches.awaitAll(List.of(PortFixture.REF))));
    return calls;
  }

  private static Map<String, Function<RestoreJobRef, Running<?>>> all(CancellablePort port) {
    Map<String, Function<RestoreJobRef, Running<?>>> all = new LinkedHashMap<>(port.reads());
    all.putAll(port.waits());
    return all;
  }

  private List<String> names(
      PortFixtures fixtures,
      Function<CancellablePort, Map<String, Function<RestoreJobRef, Running<?>>>> operations)
      throws Exception {
    try (PortFixture fixture = fixtures.open()) {
      List<String> names = List.copyOf(operations.apply(cancellable(fixture)).keySet());
      assertTrue(!names.isEmpty(), "a CancellablePort must have cancellable operations");
      return names;
    }
  }

  private static CancellablePort cancellable(PortFixture fixture) {
    Assumptions.assumeTrue(
        fixture.port() instanceof CancellablePort,
        "the calls of this port cannot be cancelled one by one");
    return (CancellablePort) fixture.port();
  }

  private static AtlasConfig polling(AtlasConfig config) {
    return config
        .withTimeouts(config.timeouts().withResponse(SHORT))
        .withPoll(PollPolicy.every(INTERVAL))
        .withoutPollRate();
  }
}
