package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The rule RUN-27: a slow sink slows down the server, and nothing else. */
interface RunnerTransferFlowRules {

  /** A multiple of the 251 bytes after which the body repeats, so that all blocks are equal. */
  int BLOCK = 251 * 256;

  int BLOCKS = 1000;
  long SIZE = (long) BLOCK * BLOCKS;
  int SEND_BUFFER = 64 * 1024;

  /** 4 MiB that the runner may read, plus the largest socket buffers of any system. */
  long MAX_SENT = 20 << 20;

  Duration MOMENT = Duration.ofMillis(300);
  Duration BRIEF = Duration.ofMillis(100);

  @Rule(
      id = "RUN-27",
      text =
          "While a write does not return, the runner reads at most 4 MiB. Afterwards it reads the"
              + " rest.")
  default void heldSinkStopsTheServer(RunnerFixtures fixtures) throws Exception {
    byte[] block = RecordingSink.body(BLOCK);
    AtomicLong sent = new AtomicLong();
    RecordingSink sink = RecordingSink.held(fixtures.mayBlock());
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.limitSendBuffer(SEND_BUFFER);
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                  for (int i = 0; i < BLOCKS; i++) {
                    connection.write(block);
                    sent.addAndGet(BLOCK);
                  }
                  connection.awaitEnd();
                });
        RunnerFixture fixture = fixtures.open(request -> RunnerFixture.OK)) {
      Running<Object> running =
          fixture.start(
              ExchangeCalls.transfer(
                  HttpRequest.get(server.uri()), RunnerFixture.LONG, head -> Optional.of(sink)));
      try {
        sink.awaitFirstWrite(fixtures.patience());
        for (long before = -1; before != sent.get(); ) {
          before = sent.get();
          fixture.pause(MOMENT);
        }
        assertTrue(sent.get() <= MAX_SENT, () -> "the server could send " + sent + " bytes");
      } finally {
        sink.release();
      }
      assertInstanceOf(HttpResponse.class, running.await());
      sink.assertBody(SIZE);
    }
  }

  /**
   * If the write blocked an event loop, one of the other calls would not end, because the runner
   * spreads them over all event loops.
   */
  @Rule(id = "RUN-27.calls", text = "A write that does not return does not delay other calls.")
  default void heldSinkHoldsNoOtherCall(RunnerFixtures fixtures) throws Exception {
    RecordingSink sink = RecordingSink.held(fixtures.mayBlock());
    Reply archive = Reply.status(200).body(RecordingSink.body(BLOCK));
    try (RunnerFixture elsewhere = fixtures.open(request -> archive);
        RunnerFixture fixture = fixtures.open(request -> Reply.delayed(BRIEF, RunnerFixture.OK))) {
      Running<Object> held =
          fixture.start(
              ExchangeCalls.transfer(
                  HttpRequest.get(elsewhere.uri("/archive")),
                  RunnerFixture.LONG,
                  head -> Optional.of(sink)));
      try {
        sink.awaitFirstWrite(fixtures.patience());
        List<Running<Object>> others = new ArrayList<>();
        for (int i = 0; i <= 2 * Math.max(4, Runtime.getRuntime().availableProcessors()); i++) {
          others.add(fixture.start(fixture.get("/" + i)));
        }
        fixture.awaitRequests(others.size());
        for (Running<Object> other : others) {
          assertInstanceOf(HttpResponse.class, other.await());
        }
      } finally {
        sink.release();
      }
      assertInstanceOf(HttpResponse.class, held.await());
    }
  }

  @Rule(
      id = "RUN-27.threads",
      text = "All writes run on threads that may block, and never two at a time.")
  default void writesRunOneByOneOnThreadsThatMayBlock(RunnerFixtures fixtures) throws Exception {
    RequestHandler handler =
        request -> Reply.status(200).body(RecordingSink.body(RunnerTransferRules.LARGE));
    try (RunnerFixture fixture = fixtures.open(handler)) {
      List<RecordingSink> sinks = new ArrayList<>();
      List<Running<Object>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        RecordingSink sink = RecordingSink.open(fixtures.mayBlock());
        sinks.add(sink);
        all.add(
            fixture.start(fixture.transfer("/", RunnerFixture.LONG, head -> Optional.of(sink))));
      }
      for (Running<Object> each : all) {
        assertInstanceOf(HttpResponse.class, each.await());
      }
      sinks.forEach(sink -> sink.assertBody(RunnerTransferRules.LARGE));
    }
  }
}
