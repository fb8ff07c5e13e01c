package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchPort;
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
 * Situation 27, ends that come from outside: to cancel a call, in the way of its world, and to
 * close the port. Nothing is sent after either.
 */
abstract class PortCancelRules extends PortBatchRules {

  /** Bounds an exchange that a blocking transport cannot interrupt. */
  private static final Duration SHORT = Duration.ofMillis(500);

  private static final Duration INTERVAL = Duration.ofMillis(100);

  PortCancelRules() {}

  @RuleTest("27.cancel")
  void s27_nothingFollowsAWaitThatIsCancelledBetweenPolls(ClientKind kind) throws Exception {
    for (String wait : names(kind, CancellablePort::waits)) {
      try (PortScene scene = scene(kind, PortCancelRules::polling)) {
        scene.atlas().put(PortScene.REF, RUNNING);
        Running<?> running = named(wait, cancellable(scene).waits()).apply(PortScene.REF);
        scene.awaitRequests(3);
        running.cancel();
        scene.assertNothingFollows(wait + ", cancelled between polls");
      }
    }
  }

  @RuleTest("27.cancel")
  void s27_nothingFollowsACallThatIsCancelledDuringAnExchange(ClientKind kind) throws Exception {
    for (String call : names(kind, PortCancelRules::all)) {
      try (PortScene scene = scene(kind, PortCancelRules::polling)) {
        scene.atlas().script(Hostile.stall());
        Running<?> running = named(call, all(cancellable(scene))).apply(PortScene.REF);
        scene.awaitRequests(1);
        running.cancel();
        scene.assertQuiet(SHORT.plus(INTERVAL));
        scene.assertNothingFollows(call + ", cancelled during an exchange");
      }
    }
  }

  @RuleTest("27.close")
  void s27_closingEndsWaitsBetweenPolls(ClientKind kind) throws Exception {
    for (String wait : List.of("awaitCompletion", "awaitAll")) {
      try (PortScene scene = scene(kind, PortCancelRules::polling)) {
        scene.atlas().put(PortScene.REF, RUNNING);
        if (blocking(scene.port()).containsKey(wait)) {
          Begun<?> begun = Begun.of(named(wait, blocking(scene.port())));
          scene.awaitRequests(3);
          scene.port().close();
          assertClosed(begun, wait);
          scene.assertQuiet();
        }
      }
    }
  }

  @RuleTest("27.close")
  void s27_closingEndsCallsDuringAnExchange(ClientKind kind) throws Exception {
    for (String call : List.of("get", "awaitCompletion", "awaitAll")) {
      try (PortScene scene = scene(kind, PortCancelRules::polling)) {
        scene.atlas().script(Collections.nCopies(9, Hostile.stall()).toArray(Reply[]::new));
        if (blocking(scene.port()).containsKey(call)) {
          Begun<?> begun = Begun.of(named(call, blocking(scene.port())));
          scene.awaitRequests(1);
          scene.port().close();
          assertClosed(begun, call);
          scene.assertQuiet();
        }
      }
    }
  }

  private void assertClosed(Begun<?> begun, String call) throws InterruptedException {
    Throwable thrown = begun.failure(patience());
    TransportException error = assertInstanceOf(TransportException.class, thrown, call);
    assertEquals(TransportFailure.Kind.CLIENT_CLOSED, error.failure().kind(), call);
  }

  private static <V> V named(String name, Map<String, V> operations) {
    return Objects.requireNonNull(operations.get(name), name);
  }

  private static Map<String, Callable<?>> blocking(OpenPort port) {
    Map<String, Callable<?>> calls = new LinkedHashMap<>();
    calls.put("get", () -> port.get(PortScene.REF));
    calls.put("awaitCompletion", () -> port.awaitCompletion(PortScene.REF));
    if (port instanceof RestoreBatchPort<?> batches) {
      calls.put("awaitAll", () -> batches.awaitAll(List.of(PortScene.REF)));
    }
    return calls;
  }

  private static Map<String, Function<RestoreJobRef, Running<?>>> all(CancellablePort port) {
    Map<String, Function<RestoreJobRef, Running<?>>> all = new LinkedHashMap<>(port.reads());
    all.putAll(port.waits());
    return all;
  }

  private List<String> names(
      ClientKind kind,
      Function<CancellablePort, Map<String, Function<RestoreJobRef, Running<?>>>> operations)
      throws Exception {
    try (PortScene scene = scene(kind)) {
      List<String> names = List.copyOf(operations.apply(cancellable(scene)).keySet());
      assertTrue(!names.isEmpty(), "a cancellable port has something to cancel");
      return names;
    }
  }

  private static CancellablePort cancellable(PortScene scene) {
    Assumptions.assumeTrue(
        scene.port() instanceof CancellablePort, "this port's calls are not given up one by one");
    return (CancellablePort) scene.port();
  }

  private static AtlasConfig polling(AtlasConfig config) {
    return config
        .withTimeouts(config.timeouts().withResponse(SHORT))
        .withPoll(PollPolicy.every(INTERVAL).withoutRate());
  }
}
