package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;

/** Tests the rules RUN-26 to RUN-31 beyond the contract. */
@Timeout(90)
class TransferTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final TestNativeClient nativeClient = TestNativeClient.of(new ClientKind.Own());
  private final ReactorRunner runner = ReactorRunner.onOwnClient(nativeClient.client());

  @AfterEach
  void close() {
    runner.close();
    nativeClient.close();
  }

  /** Writes as many parts as it has permits. */
  private static final class Gate implements BodySink {

    final CountDownLatch begun = new CountDownLatch(1);
    final Semaphore permits = new Semaphore(0);
    final AtomicLong bytesWritten = new AtomicLong();

    @Override
    public void write(ByteBuffer bytes) {
      begun.countDown();
      permits.acquireUninterruptibly();
      bytesWritten.addAndGet(bytes.remaining());
    }
  }

  private void pause() {
    TestCalls.result(runner, start -> Step.pause(SHORT, now -> Step.done("elapsed")));
  }

  private static void assertFailed(Object result, Kind kind) {
    assertThat(result)
        .isInstanceOfSatisfying(
            TransportFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void connectionIsReadWhileLessThanTwoMebibytesAreInFlight() throws Exception {
    Gate sink = new Gate();
    EmbeddedBody body = new EmbeddedBody(runner, sink);
    for (int i = 0; i < 32; i++) {
      assertThat(body.isRead()).as("after %d parts of 64 KiB", i).isTrue();
      body.emit(64 * 1024);
    }
    assertThat(body.isRead()).as("with 2 MiB in flight").isFalse();
    sink.permits.release(16);
    while (sink.bytesWritten.get() < 1 << 20) {
      Thread.onSpinWait();
    }
    assertThat(body.isRead()).as("with 1 MiB and 16 parts in flight").isFalse();
    sink.permits.release();
    while (!body.isRead()) {
      Thread.onSpinWait();
    }
    sink.permits.release(15);
    body.complete();
    body.awaitWritten();
    assertThat(sink.bytesWritten).hasValue(2 << 20);
  }

  @Test
  void tinyPartsDoNotFillTheMemory() throws Exception {
    Gate sink = new Gate();
    EmbeddedBody body = new EmbeddedBody(runner, sink);
    int parts = 0;
    while (body.isRead()) {
      body.emit(1);
      parts++;
    }
    assertThat(parts).isLessThan(10_000);
    sink.permits.release(parts);
    body.complete();
    body.awaitWritten();
  }

  /** The connection may serve another request as soon as the body has ended. */
  @Test
  void connectionIsNotTouchedAfterTheBodyHasEnded() throws Exception {
    Gate sink = new Gate();
    EmbeddedBody body = new EmbeddedBody(runner, sink);
    for (int i = 0; i < 32; i++) {
      body.emit(64 * 1024);
    }
    body.complete();
    sink.permits.release(32);
    body.awaitWritten();
    assertThat(body.isRead()).isFalse();
  }

  /** A body that comes from the test and not from a connection. */
  private static final class EmbeddedBody {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TestPublisher<ByteBuf> publisher = TestPublisher.create();
    private final List<ByteBuf> parts = new ArrayList<>();
    private final CompletableFuture<Void> written;

    EmbeddedBody(ReactorRunner runner, BodySink sink) {
      Step<Object> step =
          TestCalls.transfer(URI.create("http://127.0.0.1"), sink).start(Instant.EPOCH);
      written =
          new BodyTransfer((Step.Transfer<Object>) step, runner)
              .write(publisher.flux(), sink, channel, Runnable::run)
              .toFuture();
    }

    void emit(int size) {
      ByteBuf part = Unpooled.wrappedBuffer(new byte[size]);
      parts.add(part);
      publisher.next(part);
      part.release(); // As Reactor Netty does.
    }

    boolean isRead() {
      return channel.config().isAutoRead();
    }

    void complete() {
      publisher.complete();
    }

    void awaitWritten() throws Exception {
      written.get(30, TimeUnit.SECONDS);
      assertThat(parts).allMatch(part -> part.refCnt() == 0);
    }
  }

  @Test
  void functionThatThrowsEndsTheTransfer() throws Exception {
    IllegalStateException thrown = new IllegalStateException("thrown by the call");
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
              connection.awaitEnd();
            })) {
      Call<Object> call =
          start ->
              Step.transfer(
                  HttpRequest.get(server.uri()),
                  LONG,
                  ExchangeCalls.MAX_BODY_BYTES,
                  head -> {
                    throw thrown;
                  },
                  (response, now) -> Step.done(response),
                  (failure, now) -> Step.done(failure));
      assertThat(TestCalls.failure(runner, call))
          .isEqualTo(new TransportFailure(Fate.UNKNOWN, Kind.OTHER, Optional.of(thrown)));
      server.awaitEnds(1);
    }
  }

  @Test
  void idleTimeoutEndsABodyThatIsKeptInMemory() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nabc");
              connection.awaitEnd();
            })) {
      assertFailed(
          TestCalls.result(runner, TestCalls.transfer(server.uri(), SHORT, new Gate())),
          Kind.TIMEOUT);
      server.awaitEnds(1);
    }
  }

  @Test
  void eachPartOfABodyThatIsKeptInMemoryRestartsTheIdleTime() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 403 No\r\nContent-Length: 10\r\n\r\n");
              for (int i = 0; i < 10; i++) {
                connection.pauseFor(Duration.ofMillis(100));
                connection.write("x");
              }
              connection.awaitEnd();
            })) {
      HttpResponse response =
          TestCalls.response(
              runner, TestCalls.transfer(server.uri(), Duration.ofMillis(700), new Gate()));
      assertThat(response.body()).hasSize(10);
    }
  }

  @Test
  void responseTimeoutOfASuppliedClientDoesNotApply() throws Exception {
    Gate sink = new Gate();
    sink.permits.release(2);
    try (ReactorRunner supplied =
            new ReactorRunner(
                nativeClient.client().responseTimeout(Duration.ofMillis(50)),
                Schedulers.parallel());
        RawServer server =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
                  connection.pauseFor(SHORT);
                  connection.write("def");
                  connection.awaitEnd();
                })) {
      TestCalls.response(supplied, TestCalls.transfer(server.uri(), LONG, sink));
    }
    assertThat(sink.bytesWritten).hasValue(6);
  }

  @Test
  void cutBodyIsWrittenBeforeItIsReported() throws Exception {
    Gate sink = new Gate();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
            })) {
      CompletableFuture<Object> result =
          runner.run(TestCalls.transfer(server.uri(), LONG, sink)).toFuture();
      assertThat(sink.begun.await(30, TimeUnit.SECONDS)).isTrue();
      server.awaitEnds(1);
      pause();
      assertThat(result).as("result during a write").isNotDone();
      sink.permits.release();
      assertFailed(result.get(30, TimeUnit.SECONDS), Kind.TRUNCATED);
    }
    assertThat(sink.bytesWritten).hasValue(3);
  }

  @Test
  void workAfterACancellationLeavesTheThreadThatCancels() throws Exception {
    CompletableFuture<Boolean> onNonBlockingThread = new CompletableFuture<>();
    Call<Object> call =
        start ->
            new Step.Pause<>(
                LONG,
                (event, now) ->
                    Step.blocking(
                        later -> {
                          onNonBlockingThread.complete(Schedulers.isInNonBlockingThread());
                          return Step.afterCancellation();
                        }));
    Schedulers.parallel().schedule(() -> runner.run(call).subscribe().dispose());
    assertThat(onNonBlockingThread.get(30, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void ownClientOfAPlainBaseUriUsesItsTlsSettingsForOtherServers() {
    AtlasConfig config =
        AtlasConfig.of(URI.create("http://127.0.0.1"), new ApiKey("public", "private"));
    assertThat(OwnClient.create(nativeClient.pool(), config).configuration().isSecure()).isTrue();
  }
}
