package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.ClientKind;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Vert.x logs nothing about cancelled calls and informational responses. This adds to the rules
 * RUN-14 and 6 of the contract, which do not look at logs.
 */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class LoggingTest {

  /** No request may arrive within this time. */
  private static final Duration QUIET_PERIOD = Duration.ofMillis(300);

  private static final Duration DRIP_INTERVAL = Duration.ofMillis(5);
  private static final ResponseReply LONG_RESPONSE = Reply.status(200).body(" ".repeat(500));
  private static final Logger LOGGER = Logger.getLogger("io.vertx");

  private final Vertx vertx = Vertx.vertx();
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Level levelBefore = LOGGER.getLevel();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord event) {
          logged.add(event.getLevel() + ": " + event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void captureLogs() {
    LOGGER.setLevel(Level.WARNING);
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
    LOGGER.removeHandler(handler);
    LOGGER.setLevel(levelBefore);
  }

  @Test
  void cancelledCallsLogNothing(FakeAtlas atlas) throws Exception {
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
    List<CallExecution<Object>> calls = new ArrayList<>();
    for (Reply phase :
        List.of(
            Hostile.stall(),
            Hostile.stallInBody(),
            Hostile.drip(DRIP_INTERVAL, LONG_RESPONSE),
            Hostile.dripBody(DRIP_INTERVAL, LONG_RESPONSE))) {
      TestCalls.script(atlas, phase);
      calls.add(runner.start(TestCalls.get(atlas)));
      assertThat(atlas.awaitRequests(calls.size(), TestCalls.TEST_TIMEOUT)).isTrue();
    }
    calls.forEach(call -> call.fail(new CancellationException()));
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    runner.close();
    Clients.close(vertx);
    assertThat(logged).isEmpty();
  }

  @Test
  void callCancelledInThePoolSendsAndLogsNothing(FakeAtlas atlas) throws Exception {
    atlas.always(Hostile.stall().beforeDigest());
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.pooled(1)));
    CallExecution<Object> first = runner.start(TestCalls.get(atlas));
    assertThat(atlas.awaitRequests(1, TestCalls.TEST_TIMEOUT)).isTrue();
    CallExecution<Object> waiting = startOnItsContext(runner, TestCalls.get(atlas));
    waiting.fail(new CancellationException());
    first.fail(new CancellationException()); // frees the only connection
    assertThat(atlas.awaitRequests(2, QUIET_PERIOD)).as("request of the cancelled call").isFalse();
    atlas.always(LONG_RESPONSE.beforeDigest());
    assertThat(TestCalls.result(runner, TestCalls.get(atlas))).isInstanceOf(HttpResponse.class);
    assertThat(atlas.connections()).as("connections of the first and the last call").isEqualTo(2);
    runner.close();
    Clients.close(vertx);
    assertThat(logged).isEmpty();
  }

  /** Starts a call. When this returns, the call waits in the pool unless a connection is free. */
  private CallExecution<Object> startOnItsContext(VertxRunner runner, Call<Object> call)
      throws Exception {
    CompletableFuture<CallExecution<Object>> started = new CompletableFuture<>();
    vertx.getOrCreateContext().runOnContext(ignored -> started.complete(runner.start(call)));
    return started.get(TestCalls.TEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void informationalResponsesLogNothing(FakeAtlas atlas) throws Exception {
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
    TestCalls.script(atlas, Reply.informational(LONG_RESPONSE, 102, 104, 199));
    assertThat(TestCalls.result(runner, TestCalls.get(atlas))).isInstanceOf(HttpResponse.class);
    runner.close();
    Clients.close(vertx);
    assertThat(logged).isEmpty();
  }

  @Test
  void closedClientLogsNothing(FakeAtlas atlas) throws Exception {
    TestCalls.script(atlas, Hostile.stall(), Hostile.stallInBody());
    VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, atlas.config());
    List<RestoreJob> received = new ArrayList<>();
    jobs.get(RestoreJobFixtures.ref()).onSuccess(received::add);
    jobs.get(RestoreJobFixtures.ref()).onSuccess(received::add);
    assertThat(atlas.awaitRequests(2, TestCalls.TEST_TIMEOUT)).isTrue();
    jobs.close();
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    Clients.close(vertx);
    assertThat(received).isEmpty();
    assertThat(logged).isEmpty();
  }
}
