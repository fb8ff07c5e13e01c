package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import jakarta.ws.rs.client.Client;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.glassfish.jersey.apache5.connector.Apache5ClientProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RUN-14 for a blocking face: what an interrupt ends, and when. */
@Timeout(60)
class InterruptTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void aPauseEndsAtOnce() throws Exception {
    try (BlockingRunner runner = BlockingRunner.own(Timeouts.defaults())) {
      CountDownLatch started = new CountDownLatch(1);
      Interruptible run =
          Interruptible.start(
              runner,
              now -> {
                started.countDown();
                return Toys.pause(Duration.ofHours(1)).start(now);
              });
      started.await();
      run.interrupt();
      run.assertInterrupted();
    }
  }

  @Test
  void anInterruptedThreadSendsNothing() throws Exception {
    try (RawServer server = RawServer.answering(OK);
        BlockingRunner runner = BlockingRunner.own(Timeouts.defaults())) {
      FutureTask<Outcome> task =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                return Outcome.of(runner.runner(), Toys.send(server.uri(), Toys.LONG));
              });
      new Thread(task, "interrupted").start();
      assertThat(task.get().result()).isInstanceOf(CallInterruptedException.class);
      assertThat(task.get().flag()).isTrue();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void afterAnExchangeNothingMoreIsSent() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer server = answeringAfter(answer);
        BlockingRunner runner = BlockingRunner.own(Timeouts.defaults())) {
      Interruptible run =
          Interruptible.start(runner, Toys.sendForEver(server.uri(), Duration.ZERO));
      server.awaitRequests(1);
      run.interrupt();
      answer.countDown();
      run.assertInterrupted();
      assertThat(server.heads()).hasSize(1);
    }
  }

  @Test
  void anExchangeEndsAtTheLatestAtItsTimeout() throws Exception {
    try (RawServer server = RawServer.silent();
        BlockingRunner runner = BlockingRunner.own(Timeouts.defaults())) {
      // long enough for a cold client on a busy machine to have sent by then
      Interruptible run =
          Interruptible.start(runner, Toys.send(server.uri(), Duration.ofSeconds(5)));
      server.awaitRequests(1);
      run.interrupt();
      run.assertInterrupted();
      server.awaitEnds();
    }
  }

  @Test
  void anAnswerThatHasArrivedAllTheSameIsHandedOut() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (RawServer server = answeringAfter(answer);
        BlockingRunner runner = BlockingRunner.own(Timeouts.defaults())) {
      Interruptible run = Interruptible.start(runner, Toys.send(server.uri(), Toys.LONG));
      server.awaitRequests(1);
      run.interrupt();
      answer.countDown();
      Outcome outcome = run.task().get();
      assertThat(outcome.result()).isInstanceOf(HttpResponse.class);
      assertThat(outcome.flag()).isTrue();
    }
  }

  @Test
  void waitingForAPooledConnectionEndsAtOnce() throws Exception {
    Client oneConnection =
        TestClients.recommended()
            .property(
                Apache5ClientProperties.CONNECTION_MANAGER,
                PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(1).build())
            .build();
    try (RawServer server = RawServer.silent();
        BlockingRunner runner = BlockingRunner.borrowed(oneConnection)) {
      Interruptible holder = Interruptible.start(runner, Toys.send(server.uri(), Toys.LONG));
      server.awaitRequests(1);
      Interruptible waiting = Interruptible.start(runner, Toys.send(server.uri(), Toys.LONG));
      waiting.interrupt();
      waiting.assertInterrupted();
      assertThat(holder.task().isDone()).isFalse();
    }
  }

  private static RawServer answeringAfter(CountDownLatch answer) throws Exception {
    return new RawServer(
        connection -> {
          while (true) {
            connection.readHead();
            answer.await();
            connection.write(OK);
          }
        });
  }

  /** How a run ended, and whether its thread's interrupt flag was set then. */
  private record Outcome(Object result, boolean flag) {

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
      assertThat(outcome.flag()).as("the interrupt flag").isTrue();
    }
  }
}
