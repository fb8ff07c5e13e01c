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
 * RUN-16: after many failures of every kind, and many calls, nothing stays behind: no connection
 * beyond a healthy pool, no thread, no buffer, no heap. {@code leaks.failures} says how many of
 * each kind, {@code leaks.calls} how many calls; CONTRIBUTING.md has the command with many of both.
 */
@Timeout(600)
class LeaksTest {

  private static final int FAILURES = Integer.getInteger("leaks.failures", 32);
  private static final int CALLS = Integer.getInteger("leaks.calls", 2000);
  private static final int AT_ONCE = 8;

  /**
   * The largest healthy pool: one connection for each call under way, and one for each that was
   * told of its end before its connection was back.
   */
  private static final int MOST_OPEN = 2 * AT_ONCE;

  private static final long MOST_SECONDS = 300;
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_MOMENT = Duration.ofMillis(50);
  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  @ParameterizedTest
  @EnumSource
  void run16_failuresOfEveryKindLeaveNothing(Transport transport) throws Exception {
    try (FakeAtlas atlas = FakeAtlas.start();
        Callers callers = new Callers(AT_ONCE)) {
      honestCalls(transport, atlas, callers, AT_ONCE * 8);
      Buffers buffers = Buffers.watched();
      Threads threads = Threads.now();
      for (Fault fault : Fault.all()) {
        failures(transport, atlas, callers, fault);
      }
      refused(transport, callers);
      honestCalls(transport, atlas, callers, AT_ONCE * 2);
      threads.assertNoMore();
      buffers.assertNoneLeaked();
    }
  }

  private static void failures(Transport transport, FakeAtlas atlas, Callers callers, Fault fault)
      throws Exception {
    atlas.reset();
    atlas.script(REF, Collections.nCopies(FAILURES, fault.reply()).toArray(Reply[]::new));
    try (OpenPort port = transport.open(hasty(atlas.config()))) {
      callers.together(FAILURES, () -> assertFails(port, fault), MOST_SECONDS);
      assertHealthy(fault, atlas, port);
    }
    assertThat(atlas.awaitNoConnections(SOON)).as("%s: open behind the client", fault).isTrue();
  }

  /**
   * Whatever is left is a pool that works, and no larger than it must be. Also a fault that ends
   * its connection may leave one: made for a call which had given up by then.
   */
  private static void assertHealthy(Fault fault, FakeAtlas atlas, OpenPort port)
      throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    while (atlas.openConnections() > MOST_OPEN && System.nanoTime() < end) {
      atlas.awaitNoConnections(A_MOMENT);
    }
    assertThat(atlas.openConnections()).as("%s: still open", fault).isLessThanOrEqualTo(MOST_OPEN);
    atlas.reset();
    atlas.put(REF, JOB);
    boolean works = false;
    while (!works && System.nanoTime() < end) {
      works = reads(port);
    }
    assertThat(works).as("%s: no call comes through any more", fault).isTrue();
  }

  /** A short time may be too short for an honest call on a busy machine: once is no proof. */
  private static boolean reads(OpenPort port) {
    try {
      return port.get(REF).equals(JOB);
    } catch (AtlasException e) {
      return false;
    }
  }

  private static void refused(Transport transport, Callers callers) throws Exception {
    try (Socket deaf = new Socket();
        FakeAtlas key = FakeAtlas.start()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI nobody = URI.create("http://127.0.0.1:" + deaf.getLocalPort());
      try (OpenPort port = transport.open(hasty(AtlasConfig.of(nobody, key.config().key())))) {
        callers.together(FAILURES, () -> assertFailed(port, "refused"), MOST_SECONDS);
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

  private static Throwable assertFailed(OpenPort port, String why) {
    Throwable error = catchThrowable(() -> port.get(REF));
    assertThat(error).as(why).isInstanceOf(AtlasException.class);
    return error;
  }

  private static AtlasConfig hasty(AtlasConfig config) {
    return config
        .withMaxBodyBytes(64 * 1024)
        .withRetry(RetryPolicy.none())
        .withTimeouts(Timeouts.defaults().withResponse(Duration.ofMillis(100)));
  }

  private static void honestCalls(Transport transport, FakeAtlas atlas, Callers callers, int calls)
      throws Exception {
    atlas.reset();
    atlas.put(REF, JOB);
    try (OpenPort port = transport.open(atlas.config())) {
      callers.together(calls, () -> assertThat(port.get(REF)).isEqualTo(JOB), MOST_SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void run16_theHeapIsFlat(Transport transport) throws Exception {
    try (FakeAtlas atlas = FakeAtlas.start();
        Callers callers = new Callers(AT_ONCE);
        OpenPort port = transport.open(atlas.config())) {
      atlas.put(REF, JOB);
      AtomicInteger made = new AtomicInteger();
      Runnable call =
          () -> {
            assertThat(port.get(REF)).isEqualTo(JOB);
            if (made.incrementAndGet() % 500 == 0) {
              atlas.forgetRequests();
            }
          };
      callers.together(CALLS / 4, call, MOST_SECONDS);
      long before = used(atlas);
      callers.together(CALLS, call, MOST_SECONDS);
      long grown = used(atlas) - before;
      System.err.printf(
          "LeaksTest, %s: %d calls, the heap has grown by %d KiB%n",
          transport, CALLS, grown / 1024);
      assertThat(grown).as("bytes for %d calls", CALLS).isLessThan(Heap.NOISE);
    }
  }

  /**
   * Without what the server remembers: of each request what it was, and how nonces were counted.
   */
  private static long used(FakeAtlas atlas) {
    atlas.forgetRequests();
    atlas.forgetNonces();
    return Heap.used();
  }
}
