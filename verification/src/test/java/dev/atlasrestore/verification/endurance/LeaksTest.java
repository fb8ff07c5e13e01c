package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Callers;
import dev.atlasrestore.verification.Heap;
import dev.atlasrestore.verification.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many failures of every kind and many calls leak no connection, thread, buffer or heap. The rule
 * RUN-16 of the test kit covers connections and threads only. The system property {@code
 * leaks.failures} sets the number of failures of each kind, {@code leaks.calls} the number of
 * calls. CONTRIBUTING.md has a command with large numbers.
 */
@Timeout(600)
class LeaksTest {

  private static final int FAILURES = Integer.getInteger("leaks.failures", 32);
  private static final int CALLS = Integer.getInteger("leaks.calls", 2000);
  private static final int CALLERS = 8;

  /**
   * The largest healthy pool: one connection for each call in flight, and one for each call that
   * ended before its connection was back in the pool.
   */
  private static final int MAX_CONNECTIONS = 2 * CALLERS;

  /** The heap of a JVM varies by this many bytes without a leak. */
  private static final long HEAP_NOISE = 3L * 1024 * 1024;

  private static final Duration CALLS_LIMIT = Duration.ofMinutes(5);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(50);
  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  @ParameterizedTest
  @EnumSource
  void failuresLeakNothing(Transport transport) throws Exception {
    try (FakeAtlas atlas = FakeAtlas.start();
        Callers callers = new Callers(CALLERS)) {
      successfulCalls(transport, atlas, callers, CALLERS * 8);
      BufferLeaks bufferLeaks = BufferLeaks.watch();
      ThreadLeaks threadLeaks = ThreadLeaks.watch();
      for (Fault fault : Fault.all()) {
        failedCalls(transport, atlas, callers, fault);
      }
      refusedCalls(transport, callers);
      successfulCalls(transport, atlas, callers, CALLERS * 2);
      threadLeaks.assertNone();
      bufferLeaks.assertNone();
    }
  }

  private static void failedCalls(
      Transport transport, FakeAtlas atlas, Callers callers, Fault fault) throws Exception {
    atlas.reset();
    atlas.script(REF, Collections.nCopies(FAILURES, fault.reply()).toArray(Reply[]::new));
    try (OpenPort port = transport.open(withShortTimeout(atlas.config()))) {
      callers.share(FAILURES, () -> assertFails(port, fault), CALLS_LIMIT);
      assertHealthy(fault, atlas, port);
    }
    assertThat(atlas.awaitNoConnections(SETTLE_LIMIT))
        .as("%s: connections are closed with the client", fault)
        .isTrue();
  }

  /**
   * Checks that the pool is small and that calls succeed again. A fault that ends its connection
   * may still leave an open one: the connection of a call that timed out while connecting.
   */
  private static void assertHealthy(Fault fault, FakeAtlas atlas, OpenPort port)
      throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE_LIMIT.toNanos();
    while (atlas.openConnections() > MAX_CONNECTIONS && System.nanoTime() < deadline) {
      atlas.awaitNoConnections(CHECK_INTERVAL);
    }
    assertThat(atlas.openConnections())
        .as("%s: open connections", fault)
        .isLessThanOrEqualTo(MAX_CONNECTIONS);
    atlas.reset();
    atlas.put(REF, JOB);
    boolean succeeded = false;
    while (!succeeded && System.nanoTime() < deadline) {
      succeeded = canRead(port);
    }
    assertThat(succeeded).as("%s: a later call succeeds", fault).isTrue();
  }

  /** Returns whether a call succeeds. On a busy machine a call may reach the short timeout. */
  private static boolean canRead(OpenPort port) {
    try {
      return port.get(REF).equals(JOB);
    } catch (AtlasException e) {
      return false;
    }
  }

  private static void refusedCalls(Transport transport, Callers callers) throws Exception {
    try (Socket notListening = new Socket();
        FakeAtlas atlas = FakeAtlas.start()) {
      notListening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI refusing = URI.create("http://127.0.0.1:" + notListening.getLocalPort());
      try (OpenPort port =
          transport.open(withShortTimeout(AtlasConfig.of(refusing, atlas.config().key())))) {
        callers.share(FAILURES, () -> assertFailed(port, "refused"), CALLS_LIMIT);
      }
    }
  }

  private static void assertFails(OpenPort port, Fault fault) {
    Throwable error = assertFailed(port, fault.name());
    if (fault.end() == Fault.End.TIMEOUT) {
      assertThat(error)
          .asInstanceOf(InstanceOfAssertFactories.type(TransportException.class))
          .extracting(thrown -> thrown.failure().kind())
          .as("%s", fault)
          .isEqualTo(TransportFailure.Kind.TIMEOUT);
    }
  }

  private static Throwable assertFailed(OpenPort port, String description) {
    Throwable error = catchThrowable(() -> port.get(REF));
    assertThat(error).as(description).isInstanceOf(AtlasException.class);
    return error;
  }

  private static AtlasConfig withShortTimeout(AtlasConfig config) {
    return config
        .withMaxBodyBytes(64 * 1024)
        .withRetry(RetryPolicy.none())
        .withTimeouts(Timeouts.defaults().withResponse(Duration.ofMillis(100)));
  }

  private static void successfulCalls(
      Transport transport, FakeAtlas atlas, Callers callers, int calls) throws Exception {
    atlas.reset();
    atlas.put(REF, JOB);
    try (OpenPort port = transport.open(atlas.config())) {
      callers.share(calls, () -> assertThat(port.get(REF)).isEqualTo(JOB), CALLS_LIMIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void heapDoesNotGrowWithCalls(Transport transport) throws Exception {
    try (FakeAtlas atlas = FakeAtlas.start();
        Callers callers = new Callers(CALLERS);
        OpenPort port = transport.open(atlas.config())) {
      atlas.put(REF, JOB);
      AtomicInteger calls = new AtomicInteger();
      Runnable call =
          () -> {
            assertThat(port.get(REF)).isEqualTo(JOB);
            if (calls.incrementAndGet() % 500 == 0) {
              atlas.forgetRequests();
            }
          };
      callers.share(CALLS / 4, call, CALLS_LIMIT);
      long before = heapWithoutRecords(atlas);
      callers.share(CALLS, call, CALLS_LIMIT);
      long grown = heapWithoutRecords(atlas) - before;
      System.err.printf(
          "LeaksTest, %s: the heap grew by %d KiB in %d calls%n", transport, grown / 1024, CALLS);
      assertThat(grown).as("growth in bytes after %d calls", CALLS).isLessThan(HEAP_NOISE);
    }
  }

  /** Measures the heap without the fake service's records of requests and nonces. */
  private static long heapWithoutRecords(FakeAtlas atlas) {
    atlas.forgetRequests();
    atlas.forgetNonces();
    return Heap.used();
  }
}
