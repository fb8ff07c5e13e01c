package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.RawServer;
import jakarta.ws.rs.client.Client;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.glassfish.jersey.apache5.connector.Apache5ClientProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what an interrupt of the calling thread ends, and when (RUN-14). */
@Timeout(60)
class InterruptTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void interruptEndsAPauseAtOnce() throws Exception {
    try (BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      CountDownLatch started = new CountDownLatch(1);
      Interruptible run =
          Interruptible.start(
              runner,
              now -> {
                started.countDown();
                return TestCalls.pause(Duration.ofHours(1)).start(now);
              });
      started.await();
      run.interrupt();
      run.assertInterrupted();
    }
  }

  @Test
  void interruptedThreadSendsNothing() throws Exception {
    try (RawServer server = RawServer.respondingWith(OK);
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      FutureTask<Outcome> task =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                return Outcome.of(runner.runner(), TestCalls.send(server.uri(), TestCalls.LONG));
              });
      new Thread(task, "interrupted").start();
      assertThat(task.get().result()).isInstanceOf(CallInterruptedException.class);
      assertThat(task.get().interruptFlag()).isTrue();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void interruptDuringAnExchangePreventsTheNextRequest() throws Exception {
    CountDownLatch mayRespond = new CountDownLatch(1);
    try (RawServer server = respondingAfter(mayRespond);
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      Interruptible run =
          Interruptible.start(runner, TestCalls.sendForEver(server.uri(), Duration.ZERO));
      server.awaitRequests(1);
      run.interrupt();
      mayRespond.countDown();
      run.assertInterrupted();
      assertThat(server.requestHeads()).hasSize(1);
    }
  }

  @Test
  void interruptedExchangeEndsAtItsTimeout() throws Exception {
    try (RawServer server = RawServer.silent();
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      // Long enough for a cold client on a busy machine to send the request before the timeout.
      Interruptible run =
          Interruptible.start(runner, TestCalls.send(server.uri(), Duration.ofSeconds(5)));
      server.awaitRequests(1);
      run.interrupt();
      run.assertInterrupted();
      server.awaitEnds();
    }
  }

  @Test
  void responseAfterAnInterruptIsReturned() throws Exception {
    CountDownLatch mayRespond = new CountDownLatch(1);
    try (RawServer server = respondingAfter(mayRespond);
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      Interruptible run = Interruptible.start(runner, TestCalls.send(server.uri(), TestCalls.LONG));
      server.awaitRequests(1);
      run.interrupt();
      mayRespond.countDown();
      Outcome outcome = run.task().get();
      assertThat(outcome.result()).isInstanceOf(HttpResponse.class);
      assertThat(outcome.interruptFlag()).isTrue();
    }
  }

  @Test
  void interruptEndsWaitingForAPooledConnection() throws Exception {
    Client oneConnection =
        TestClients.recommended()
            .property(
                Apache5ClientProperties.CONNECTION_MANAGER,
                PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(1).build())
            .build();
    try (RawServer server = RawServer.silent();
        BlockingRunner runner = BlockingRunner.onSuppliedClient(oneConnection)) {
      Interruptible holder =
          Interruptible.start(runner, TestCalls.send(server.uri(), TestCalls.LONG));
      server.awaitRequests(1);
      Interruptible waiting =
          Interruptible.start(runner, TestCalls.send(server.uri(), TestCalls.LONG));
      waiting.interrupt();
      waiting.assertInterrupted();
      assertThat(holder.task().isDone()).isFalse();
    }
  }

  private static RawServer respondingAfter(CountDownLatch mayRespond) throws Exception {
    return new RawServer(
        connection -> {
          while (true) {
            connection.readRequestHead();
            mayRespond.await();
            connection.write(OK);
          }
        });
  }

  /** The result or the exception of a run, and the interrupt flag of its thread after it. */
  private record Outcome(Object result, boolean interruptFlag) {

    static Outcome of(JerseyRunner runner, Call<Object> call) {
      Object result;
      try {
        result = runner.run(call);
      } catch (RuntimeException e) {
        result = e;
      }
      return new Outcome(result, Thread.currentThread().isInterrupted());
    }
  }

  /** A run on a thread of its own. */
  private record Interruptible(Thread thread, FutureTask<Outcome> task) {

    static Interruptible start(BlockingRunner runner, Call<Object> call) {
      FutureTask<Outcome> task = new FutureTask<>(() -> Outcome.of(runner.runner(), call));
      Thread thread = new Thread(task, "interruptible");
      thread.setDaemon(true);
      thread.start();
      return new Interruptible(thread, task);
    }

    void interrupt() {
      thread.interrupt();
    }

    void assertInterrupted() throws Exception {
      Outcome outcome = task.get(15, TimeUnit.SECONDS);
      assertThat(outcome.result()).isInstanceOf(CallInterruptedException.class);
      assertThat(outcome.interruptFlag()).as("the interrupt flag").isTrue();
    }
  }
}
