package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.CallInterruptedException;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests what is special in a transfer that blocks the calling thread (RUN-26 and following). */
@Timeout(60)
class TransferTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";

  private final List<String> log = new ArrayList<>();

  @Test
  void interruptEndsATransferBetweenTwoPartsAndDoesNotBreakTheCleanup(@TempDir Path folder)
      throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (RawServer server = dripping();
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      Call<Object> call =
          now ->
              thenWork(
                  transfer(server, head -> Optional.of(bytes -> begun.countDown())),
                  () -> writeThroughAChannel(folder.resolve("file"), "left"));
      FutureTask<Boolean> flag = new FutureTask<>(() -> isInterruptedAfter(runner, call));
      Thread thread = new Thread(flag, "interrupted");
      thread.start();
      begun.await();
      thread.interrupt();
      assertThat(flag.get(30, TimeUnit.SECONDS)).as("the interrupt flag after the call").isTrue();
      assertThat(log)
          .containsExactly("Cancelled[]", "work on interrupted", "CallInterruptedException");
      assertThat(folder.resolve("file")).hasContent("left");
      server.awaitEnds();
    }
  }

  @Test
  void interruptedThreadDoesNoBlockingWork() {
    try (BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      Call<Object> call =
          now ->
              Step.pause(
                  Duration.ZERO,
                  later -> {
                    Thread.currentThread().interrupt();
                    return thenWork(Step.blocking(then -> Step.done("not done")), () -> "");
                  });
      assertThat(isInterruptedAfter(runner, call)).isTrue();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(log)
          .containsExactly(
              "Cancelled[]",
              "work on " + Thread.currentThread().getName(),
              "CallInterruptedException");
    }
  }

  @Test
  void closedRunnerDoesNoBlockingWork() {
    try (BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      Call<Object> call =
          now ->
              Step.pause(
                  Duration.ZERO,
                  later -> {
                    runner.runner().close();
                    return thenWork(Step.blocking(then -> Step.done("not done")), () -> "");
                  });
      assertThat(isInterruptedAfter(runner, call)).isFalse();
      assertThat(log)
          .containsExactly(
              "Cancelled[]", "work on " + Thread.currentThread().getName(), "TransportException");
    }
  }

  @Test
  void bodyThatIsKeptHasNoTimeoutAsAWhole() throws Exception {
    try (RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\n\r\n");
                  for (int i = 0; i < 20; i++) {
                    connection.pauseFor(TestCalls.SHORT.dividedBy(10));
                    connection.write("x");
                  }
                  connection.awaitEnd();
                });
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      HttpResponse response =
          (HttpResponse)
              runner
                  .start(now -> transfer(server, TestCalls.SHORT, head -> Optional.empty()))
                  .await();
      assertThat(response.body()).asString(StandardCharsets.US_ASCII).isEqualTo("x".repeat(20));
    }
  }

  @Test
  void exceptionOfTheFunctionThatReturnsTheSinkIsReportedAsOther() throws Exception {
    RuntimeException mine = new IllegalStateException("mine");
    try (RawServer server = dripping();
        BlockingRunner runner = BlockingRunner.onOwnClient(Timeouts.defaults())) {
      Object result =
          runner
              .start(
                  now ->
                      transfer(
                          server,
                          head -> {
                            throw mine;
                          }))
              .await();
      assertThat(result).isEqualTo(TransportFailure.unknown(TransportFailure.Kind.OTHER, mine));
      server.awaitEnds();
    }
  }

  /** An interrupt closes the channel, as it closes that of a download. */
  private static int writeThroughAChannel(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private static RawServer dripping() throws Exception {
    return new RawServer(
        connection -> {
          connection.readRequestHead();
          connection.write(HEAD);
          connection.drip("drip");
        });
  }

  private static Step.Pending<Object> transfer(
      RawServer server, Function<HttpResponse, Optional<BodySink>> sinkFor) {
    return transfer(server, TestCalls.LONG, sinkFor);
  }

  private static Step.Pending<Object> transfer(
      RawServer server, Duration timeout, Function<HttpResponse, Optional<BodySink>> sinkFor) {
    return Step.transfer(
        HttpRequest.get(server.uri()),
        timeout,
        ExchangeCalls.MAX_BODY_BYTES,
        sinkFor,
        (response, now) -> Step.done(response),
        (failure, now) -> Step.done(failure));
  }

  /** Work that uses files. */
  private interface FileWork {
    Object run() throws Exception;
  }

  /** Logs the event of the step, and the work that follows it. */
  private Step<Object> thenWork(Step.Pending<Object> step, FileWork work) {
    return step.withContinuation(
        (event, now) -> {
          log.add(event.toString());
          return new Step.Blocking<>((mayBlock, later) -> doWork(event, work));
        });
  }

  private Step<Object> doWork(Event event, FileWork work) {
    try {
      log.add("work on " + Thread.currentThread().getName());
      work.run();
      return Step.done(event);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Runs the call, which must fail, logs its exception, and returns the interrupt flag. */
  private boolean isInterruptedAfter(BlockingRunner runner, Call<Object> call) {
    try {
      log.add(runner.runner().run(call).toString());
    } catch (CallInterruptedException | TransportException e) {
      log.add(e.getClass().getSimpleName());
    }
    return Thread.currentThread().isInterrupted();
  }
}
