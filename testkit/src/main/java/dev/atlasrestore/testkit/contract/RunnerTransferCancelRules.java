package dev.atlasrestore.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RequestHandler;
import dev.atlasrestore.testkit.ResponseReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The rules RUN-29 and RUN-30: a cancelled or closed {@code Transfer} closes its connection, is
 * reported once, begins no write afterwards, and its cleanup runs once.
 */
interface RunnerTransferCancelRules {

  /** The idle timeout. Some runners cannot end an exchange before its idle timeout. */
  Duration SHORT = Duration.ofSeconds(1);

  Duration PAUSE = Duration.ofMillis(200);
  int CANCELS = 200;

  /** The phases of a transfer. */
  enum Phase {
    HEAD,
    PART,
    WRITE;

    private Reply reply() {
      return switch (this) {
        case HEAD -> Hostile.stall();
        case PART -> Hostile.stallInBody();
        // A body that has arrived to its end may leave its connection in the pool.
        case WRITE -> Hostile.endlessChunks();
      };
    }

    private RecordingSink sink(RunnerFixtures fixtures) {
      return this == WRITE
          ? RecordingSink.held(fixtures.mayBlock())
          : RecordingSink.open(fixtures.mayBlock());
    }

    private void await(RunnerFixture fixture, RecordingSink sink, Duration patience)
        throws InterruptedException {
      switch (this) {
        case HEAD -> fixture.awaitRequests(1);
        case PART -> sink.awaitWritten(11, patience);
        case WRITE -> sink.awaitFirstWrite(patience);
      }
    }
  }

  @Rule(
      id = "RUN-29.head",
      text =
          "If a `Transfer` is cancelled before the head, its connection is closed, `cancelled` is"
              + " reported once, and the cleanup runs once on a thread that may block.")
  default void cancelBeforeTheHead(RunnerFixtures fixtures) throws Exception {
    assertCancelled(fixtures, Phase.HEAD);
  }

  @Rule(
      id = "RUN-29.part",
      text = "The same applies while the `Transfer` waits for a part of the body.")
  default void cancelWhileWaitingForAPart(RunnerFixtures fixtures) throws Exception {
    assertCancelled(fixtures, Phase.PART);
  }

  @Rule(
      id = "RUN-29.write",
      text = "The same applies while the sink writes, and no write begins afterwards.")
  default void cancelWhileTheSinkWrites(RunnerFixtures fixtures) throws Exception {
    assertCancelled(fixtures, Phase.WRITE);
  }

  private static void assertCancelled(RunnerFixtures fixtures, Phase phase) throws Exception {
    WatchedTransfer transfer = stopped(fixtures, phase, Stop.CANCEL);
    transfer.assertCancelledOnce("cancelled in the phase " + phase);
  }

  @Rule(
      id = "RUN-30",
      text =
          "If the runner is closed during a `Transfer`, the connection is closed, the call gets one"
              + " event, no write begins afterwards, and the cleanup runs once.")
  default void closeEndsATransfer(RunnerFixtures fixtures) throws Exception {
    for (Phase phase : Phase.values()) {
      WatchedTransfer transfer = stopped(fixtures, phase, Stop.CLOSE);
      transfer.assertClosedOnce("closed in the phase " + phase);
    }
  }

  /** How a transfer is stopped. */
  enum Stop {
    CANCEL,
    CLOSE
  }

  private static WatchedTransfer stopped(RunnerFixtures fixtures, Phase phase, Stop stop)
      throws Exception {
    RecordingSink sink = phase.sink(fixtures);
    WatchedTransfer transfer = new WatchedTransfer(sink, fixtures.mayBlock());
    try (RunnerFixture fixture = fixtures.open(request -> phase.reply())) {
      Running<Object> running = fixture.start(transfer.call(fixture.uri("/archive"), SHORT));
      try {
        phase.await(fixture, sink, fixtures.patience());
        if (stop == Stop.CANCEL) {
          running.cancel();
        } else {
          fixture.closeRunner();
        }
        fixture.assertConnectionsFreed("after a stop in the phase " + phase);
      } finally {
        sink.release();
      }
      transfer.awaitEnd(fixtures.patience(), stop + " in the phase " + phase);
      int writes = sink.writes();
      // Nothing shows that no write will follow, so wait a little.
      LockSupport.parkNanos(PAUSE.toNanos());
      assertEquals(writes, sink.writes(), "writes after a stop in the phase " + phase);
      assertEquals(List.of("/archive"), fixture.targets());
    }
    return transfer;
  }

  /** Covers the moments between the phases. */
  @Rule(
      id = "RUN-29.race",
      text =
          "If a `Transfer` is cancelled at any moment, it gets at most one event, its cleanup runs"
              + " once, and its connection is closed.")
  default void cancelAtAnyMomentEndsOnce(RunnerFixtures fixtures) throws Exception {
    ResponseReply archive =
        Reply.status(200).header("Connection", "close").body(RecordingSink.body(1 << 18));
    RequestHandler handler =
        request -> request.target().equals("/next") ? RunnerFixture.OK : archive;
    List<WatchedTransfer> transfers = new ArrayList<>();
    try (RunnerFixture fixture = fixtures.open(handler)) {
      for (int i = 0; i < CANCELS; i++) {
        WatchedTransfer transfer =
            new WatchedTransfer(RecordingSink.open(fixtures.mayBlock()), fixtures.mayBlock());
        transfers.add(transfer);
        Running<Object> running = fixture.start(transfer.call(fixture.uri("/archive"), SHORT));
        LockSupport.parkNanos(i * 50_000L);
        running.cancel();
      }
      fixture.assertConnectionsFreed("after " + CANCELS + " transfers were cancelled");
      for (WatchedTransfer transfer : transfers) {
        transfer.assertEndedAtMostOnce(fixtures.patience());
      }
      assertEquals("ok", RunnerFixture.text(fixture.response("/next")));
    }
    assertTrue(
        transfers.stream().anyMatch(WatchedTransfer::wasCancelled), "no transfer was cancelled");
  }
}
