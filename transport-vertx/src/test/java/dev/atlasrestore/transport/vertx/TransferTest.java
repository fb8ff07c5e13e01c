package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RawServer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.CachingWebClient;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers of a body to a sink, on Vert.x. */
@Timeout(120)
class TransferTest {

  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(1);
  private static final String BLOCK = "0123456789abcdef".repeat(4096);
  private static final int BLOCKS = 512;

  private final Vertx vertx = Vertx.vertx();
  private final VertxRunner runner = runner(ClientKind.own());

  private VertxRunner runner(ClientKind kind) {
    return new VertxRunner(vertx, Clients.of(vertx, kind));
  }

  @AfterEach
  void closeVertx() {
    runner.close();
    Clients.close(vertx);
  }

  /** Collects a body, and records the threads of its writes. */
  private static final class Sink implements BodySink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Queue<String> wrongThreads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger writes = new AtomicInteger();

    @Override
    public void write(ByteBuffer part) {
      if (!Context.isOnWorkerThread() || Context.isOnEventLoopThread()) {
        wrongThreads.add(Thread.currentThread().getName());
      }
      writes.incrementAndGet();
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
  }

  /** Holds its first write until it is released. */
  private static final class HeldSink implements BodySink {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void write(ByteBuffer part) throws IOException {
      writes.incrementAndGet();
      begun.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      bytes.addAndGet(part.remaining());
      part.position(part.limit());
    }
  }

  private static RawServer blocks(AtomicLong sent) throws IOException {
    return new RawServer(
        connection -> {
          while (true) {
            connection.readRequestHead();
            long length = (long) BLOCKS * BLOCK.length();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            for (int i = 0; i < BLOCKS; i++) {
              connection.write(BLOCK);
              sent.addAndGet(BLOCK.length());
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void sinkWritesTheBodyOnWorkerThreadsInFewPieces(ThreadingModel model) throws Exception {
    Context context = contextOf(model);
    Sink sink = new Sink();
    CompletableFuture<Object> result = new CompletableFuture<>();
    CompletableFuture<Context> reportedOn = new CompletableFuture<>();
    try (RawServer server = blocks(new AtomicLong())) {
      Call<Object> call =
          now -> TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, sink).start(now);
      context.runOnContext(
          ignored ->
              runner
                  .start(call)
                  .future()
                  .onComplete(
                      end -> {
                        reportedOn.complete(Vertx.currentContext());
                        result.complete(end.result());
                      }));
      assertThat(result.get()).isInstanceOf(HttpResponse.class);
      assertThat(reportedOn.get()).isSameAs(context);
    }
    assertThat(sink.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(BLOCK.repeat(BLOCKS));
    assertThat(sink.wrongThreads).isEmpty();
  }

  private Context contextOf(ThreadingModel model) throws Exception {
    CompletableFuture<Context> deployed = new CompletableFuture<>();
    TestCalls.awaitSoon(
        vertx.deployVerticle(
            () ->
                new AbstractVerticle() {
                  @Override
                  public void start() {
                    deployed.complete(context);
                  }
                },
            new DeploymentOptions().setThreadingModel(model)));
    return deployed.get();
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "WORKER"})
  void slowSinkStopsTheServer(ThreadingModel model) throws Exception {
    HeldSink sink = new HeldSink();
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Object> result = new CompletableFuture<>();
    try (RawServer server = blocks(sent)) {
      Call<Object> call = TestCalls.transfer(server.uri(), SHORT_TIMEOUT, sink);
      contextOf(model)
          .runOnContext(
              ignored ->
                  runner.start(call).future().onComplete(end -> result.complete(end.result())));
      sink.begun.await();
      long before;
      do {
        before = sent.get();
        Clients.await(vertx.timer(500, java.util.concurrent.TimeUnit.MILLISECONDS));
      } while (sent.get() > before);
      assertThat(sent.get()).as("bytes that the server could send").isLessThan(16L << 20);
      sink.released.countDown();
      assertThat(result.get()).isInstanceOf(HttpResponse.class);
      assertThat(sink.bytes.get()).isEqualTo((long) BLOCKS * BLOCK.length());
    }
  }

  @Test
  void silenceAfterSlowWritesIsATimeout() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
              connection.awaitEnd();
            })) {
      Sink sink = new Sink();
      TransportFailure failure =
          TestCalls.failure(runner, TestCalls.transfer(server.uri(), SHORT_TIMEOUT, sink));
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(sink.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("12345");
      server.awaitEnds();
    }
  }

  @Test
  void brokenBodyIsWrittenAsFarAsItWasReceived() throws Exception {
    try (RawServer server =
        RawServer.respondingWith("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n12345")) {
      Sink sink = new Sink();
      server.uri();
      Object result =
          TestCalls.result(runner, TestCalls.transfer(server.uri(), SHORT_TIMEOUT, sink));
      assertThat(sink.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("12345");
      assertThat(result).isInstanceOf(TransportFailure.class);
    }
  }

  @Test
  void cancellationDuringAWriteLetsNoWriteFollow() throws Exception {
    HeldSink sink = new HeldSink();
    CompletableFuture<Boolean> lastWorkMayBlock = new CompletableFuture<>();
    try (RawServer server = blocks(new AtomicLong())) {
      Call<Object> call =
          now ->
              ((Step.Transfer<Object>)
                      TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, sink).start(now))
                  .withContinuation(
                      (event, then) ->
                          new Step.Blocking<>(
                              (last, later) -> {
                                lastWorkMayBlock.complete(Context.isOnWorkerThread());
                                return Step.done("ended");
                              }));
      CallExecution<Object> execution = runner.start(call);
      sink.begun.await();
      execution.fail(new CancellationException());
      server.awaitEnds();
      assertThat(lastWorkMayBlock).as("last work during a write").isNotDone();
      sink.released.countDown();
      assertThat(lastWorkMayBlock.get()).isTrue();
      TestCalls.settle(vertx);
      assertThat(sink.writes).hasValue(1);
    }
  }

  @Test
  void undeploymentDuringAWriteInterruptsIt() throws Exception {
    HeldSink sink = new HeldSink();
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    try (RawServer server = blocks(new AtomicLong())) {
      String id =
          TestCalls.awaitSoon(
              vertx.deployVerticle(
                  new AbstractVerticle() {
                    @Override
                    public void start() {
                      runner
                          .start(TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, sink))
                          .future()
                          .onFailure(errors::add);
                    }
                  }));
      sink.begun.await();
      TestCalls.awaitSoon(vertx.undeploy(id));
      assertThat(TestCalls.next(errors)).hasMessageContaining("undeployed");
      server.awaitEnds();
      assertThat(sink.writes).hasValue(1);
    }
  }

  /** Vert.x returns the connection to the pool before the sink has written the body. */
  @Test
  void failureOfTheSinkDoesNotEndTheNextExchangeOfTheConnection() throws Exception {
    CountDownLatch nextArrived = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    IOException thrown = new IOException("disk full");
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write(RawServer.OK);
              connection.readRequestHead();
              nextArrived.countDown();
              failed.await();
              connection.write(RawServer.OK);
              connection.awaitEnd();
            })) {
      VertxRunner oneConnection = runner(ClientKind.pooled(1));
      CallExecution<Object> first =
          oneConnection.start(
              TestCalls.transfer(
                  server.uri(),
                  TestCalls.TEST_TIMEOUT,
                  part -> {
                    try {
                      nextArrived.await();
                    } catch (InterruptedException e) {
                      throw new IOException(e);
                    }
                    throw thrown;
                  }));
      server.awaitRequests(1);
      CallExecution<Object> second =
          oneConnection.start(TestCalls.get(server.uri(), TestCalls.TEST_TIMEOUT));
      TransportFailure failure = (TransportFailure) Clients.await(first.future());
      assertThat(failure.kind()).isEqualTo(Kind.OTHER);
      assertThat(failure.cause()).containsSame(thrown);
      failed.countDown();
      assertThat(Clients.await(second.future())).isInstanceOf(HttpResponse.class);
      server.awaitEnds();
      oneConnection.close();
    }
  }

  @Test
  void suppliedClientThatDecompressesDoesNotDecodeTheBody() throws Exception {
    WebClientOptions options = new WebClientOptions().setDecompressionSupported(true);
    VertxRunner supplied = new VertxRunner(vertx, WebClient.create(vertx, options));
    String gzip = gzip(BLOCK);
    try (RawServer server =
        RawServer.respondingWith(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                + gzip.length()
                + "\r\n\r\n"
                + gzip)) {
      for (int i = 0; i < 2; i++) {
        Sink sink = new Sink();
        Object result =
            TestCalls.result(
                supplied, TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, sink));
        assertThat(sink.bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(gzip);
        assertThat(((HttpResponse) result).headers("Content-Encoding")).containsExactly("gzip");
        Object sent =
            TestCalls.result(supplied, TestCalls.get(server.uri(), TestCalls.TEST_TIMEOUT));
        assertThat(((TransportFailure) sent).kind())
            .as("a Send is still decoded, and is larger then")
            .isEqualTo(Kind.TOO_LARGE);
      }
    }
  }

  private static String gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void transferRunsOnHttp2() throws Exception {
    WebClientOptions options = new WebClientOptions();
    options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    VertxRunner http2 = new VertxRunner(vertx, WebClient.create(vertx, options));
    HttpServer server =
        TestCalls.awaitSoon(
            vertx
                .createHttpServer(new HttpServerOptions())
                .requestHandler(request -> request.response().end(BLOCK.repeat(BLOCKS)))
                .listen(0, "127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    Sink sink = new Sink();
    assertThat(TestCalls.result(http2, TestCalls.transfer(uri, TestCalls.TEST_TIMEOUT, sink)))
        .isInstanceOf(HttpResponse.class);
    assertThat(sink.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(BLOCK.repeat(BLOCKS));
    IOException thrown = new IOException("disk full");
    TransportFailure failure =
        TestCalls.failure(
            http2,
            TestCalls.transfer(
                uri,
                TestCalls.TEST_TIMEOUT,
                part -> {
                  throw thrown;
                }));
    assertThat(failure.cause()).containsSame(thrown);
  }

  @Test
  void clientWithoutAccessToItsConnectionsCannotTransfer() throws Exception {
    WebClient caching = CachingWebClient.create(WebClient.create(vertx));
    try (RawServer server = RawServer.respondingWith(RawServer.OK)) {
      VertxRunner withoutAccess = new VertxRunner(vertx, caching);
      Sink sink = new Sink();
      Call<Object> call = TestCalls.transfer(server.uri(), SHORT_TIMEOUT, sink);
      assertThat(catchThrowable(() -> TestCalls.result(withoutAccess, call)))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(server.connections()).isZero();
    }
  }
}
