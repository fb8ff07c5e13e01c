package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The rule RUN-28: the idle timeout of a {@code Transfer}. */
interface RunnerTransferTimeRules {

  Duration IDLE = Duration.ofSeconds(1);

  /** Longer than the idle timeout. */
  Duration LONGER = IDLE.plusMillis(500);

  Duration BETWEEN_BYTES = Duration.ofMillis(20);

  @Rule(
      id = "RUN-28.head",
      text =
          "A `Transfer` without a response ends at its idle timeout with the kind `TIMEOUT`, and"
              + " the connection is closed.")
  default void missingHeadTimesOut(RunnerFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, Hostile.stall(), 0);
  }

  @Rule(
      id = "RUN-28.body",
      text =
          "A `Transfer` whose body stalls ends at the idle timeout with the kind `TIMEOUT`, and the"
              + " connection is closed.")
  default void stalledTransferTimesOut(RunnerFixtures fixtures) throws Exception {
    assertTimesOut(fixtures, Hostile.stallInBody(), 11);
  }

  private static void assertTimesOut(RunnerFixtures fixtures, Reply reply, long bytes)
      throws Exception {
    RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
    try (RunnerFixture fixture = fixtures.open(request -> reply)) {
      TransportFailure failure = idleFailure(fixtures, fixture, sink);
      assertEquals(TransportFailure.Fate.UNKNOWN, failure.fate());
      assertEquals(bytes, sink.written(), "bytes that reached the sink before the timeout");
      fixture.assertConnectionsFreed("after an idle timeout");
    }
  }

  private static TransportFailure idleFailure(
      RunnerFixtures fixtures, RunnerFixture fixture, RecordingSink sink) throws Exception {
    long start = System.nanoTime();
    TransportFailure failure =
        fixture.failure(fixture.transfer("/", IDLE, head -> Optional.of(sink)));
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(duration.compareTo(IDLE) >= 0, "the call ended early, after " + duration);
    assertTrue(
        duration.compareTo(IDLE.plus(fixtures.patience())) <= 0,
        "the call ended late, after " + duration);
    assertEquals(TransportFailure.Kind.TIMEOUT, failure.kind());
    return failure;
  }

  @Rule(
      id = "RUN-28.connecting",
      text = "A `Transfer` whose connection is never established ends at its idle timeout.")
  default void pendingConnectionOfATransferTimesOut(RunnerFixtures fixtures) throws Exception {
    RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
    try (RunnerFixture fixture = fixtures.openWithFullBacklog(request -> RunnerFixture.OK)) {
      idleFailure(fixtures, fixture, sink);
      fixture.server().acceptConnections();
    }
  }

  @Rule(
      id = "RUN-28",
      text = "A `Transfer` has no timeout as a whole: it lasts as long as bytes arrive.")
  default void transferHasNoTimeoutAsAWhole(RunnerFixtures fixtures) throws Exception {
    int bytes = (int) LONGER.dividedBy(BETWEEN_BYTES);
    Reply reply =
        Hostile.dripBody(BETWEEN_BYTES, Reply.status(200).body(RecordingSink.body(bytes)));
    RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
    try (RunnerFixture fixture = fixtures.open(request -> reply)) {
      Object result = fixture.run(fixture.transfer("/", IDLE, head -> Optional.of(sink)));
      assertInstanceOf(HttpResponse.class, result);
    }
    sink.assertBody(bytes);
  }

  @Rule(id = "RUN-28.sink", text = "The idle timeout does not run while the sink writes.")
  default void slowSinkIsNoIdleTimeout(RunnerFixtures fixtures) throws Exception {
    fixtures.mayBlock();
    for (int size : List.of(1, RunnerTransferRules.LARGE)) {
      RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
      Reply reply = Reply.status(200).body(RecordingSink.body(size));
      BodySink slowAtFirstAndAtLast =
          bytes -> {
            if (sink.written() == 0 || sink.written() + bytes.remaining() == size) {
              waitLonger();
            }
            sink.write(bytes);
          };
      try (RunnerFixture fixture = fixtures.open(request -> reply)) {
        Object result =
            fixture.run(fixture.transfer("/", IDLE, head -> Optional.of(slowAtFirstAndAtLast)));
        assertInstanceOf(HttpResponse.class, result);
      }
      sink.assertBody(size);
    }
  }

  /** The server sends the second byte when the sink has written the first one. */
  @Rule(
      id = "RUN-28.sink",
      text = "A server may send nothing while the sink writes: this is not a timeout.")
  default void serverMayWaitForTheSink(RunnerFixtures fixtures) throws Exception {
    RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
    CountDownLatch firstWritten = new CountDownLatch(1);
    BodySink slow =
        bytes -> {
          if (sink.written() == 0) {
            waitLonger();
          }
          sink.write(bytes);
          firstWritten.countDown();
        };
    byte[] body = RecordingSink.body(2);
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
                  connection.write(new byte[] {body[0]});
                  firstWritten.await();
                  connection.write(new byte[] {body[1]});
                  connection.awaitEnd();
                });
        RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Object result =
          fixture.run(
              ExchangeCalls.transfer(
                  HttpRequest.get(server.uri()), IDLE, head -> Optional.of(slow)));
      assertInstanceOf(HttpResponse.class, result);
      sink.assertBody(2);
    }
  }

  private static void waitLonger() throws InterruptedIOException {
    try {
      new CountDownLatch(1).await(LONGER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
