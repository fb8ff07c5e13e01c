package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of transfers that concern Vert.x only; the contract of the runner has the others. */
@Timeout(120)
class TransferTest {

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
      awaitIn(released);
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

  @Test
  void workerContextReceivesTheBodyInOrder() throws Exception {
    Sink sink = new Sink();
    BlockingQueue<Object> results = new LinkedBlockingQueue<>();
    BlockingQueue<Context> reportedOn = new LinkedBlockingQueue<>();
    try (RawServer server = blocks(new AtomicLong())) {
      Call<Object> call = TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, sink);
      Context worker = workerContext();
      worker.runOnContext(
          ignored ->
              runner
                  .start(call)
                  .future()
                  .onComplete(
                      end -> {
                        reportedOn.add(Vertx.currentContext());
                        results.add(end.result());
                      }));
      assertThat(TestCalls.next(results)).isInstanceOf(HttpResponse.class);
      assertThat(TestCalls.next(reportedOn)).isSameAs(worker);
    }
    assertThat(sink.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(BLOCK.repeat(BLOCKS));
    assertThat(sink.wrongThreads).isEmpty();
  }

  /** Vert.x passes the parts of the body to a worker context in tasks, which it does not count. */
  @Test
  void slowSinkOfAWorkerContextStopsTheServer() throws Exception {
    HeldSink sink = new HeldSink();
    AtomicLong sent = new AtomicLong();
    BlockingQueue<Object> results = new LinkedBlockingQueue<>();
    try (RawServer server = blocks(sent)) {
      Call<Object> call = TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, sink);
      workerContext()
          .runOnContext(
              ignored -> runner.start(call).future().onComplete(end -> results.add(end.result())));
      sink.begun.await();
      long before;
      do {
        before = sent.get();
        TestCalls.awaitSoon(vertx.timer(500, TimeUnit.MILLISECONDS));
      } while (sent.get() > before);
      assertThat(sent.get()).as("bytes that the server could send").isLessThan(16L << 20);
      sink.released.countDown();
      assertThat(TestCalls.next(results)).isInstanceOf(HttpResponse.class);
      assertThat(sink.bytes.get()).isEqualTo((long) BLOCKS * BLOCK.length());
    }
  }

  private Context workerContext() throws Exception {
    BlockingQueue<Context> contexts = new LinkedBlockingQueue<>();
    deploy(ThreadingModel.WORKER, () -> contexts.add(vertx.getOrCreateContext()));
    return TestCalls.next(contexts);
  }

  private String deploy(ThreadingModel model, Runnable start) throws Exception {
    return TestCalls.awaitSoon(
        vertx.deployVerticle(
            () ->
                new AbstractVerticle() {
                  @Override
                  public void start() {
                    start.run();
                  }
                },
            new DeploymentOptions().setThreadingModel(model)));
  }

  /** Vert.x interrupts the blocking code of a verticle that is undeployed. */
  @Test
  void undeploymentDuringAWriteEndsTheCallAndItsLastWorkRuns() throws Exception {
    HeldSink sink = new HeldSink();
    BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    BlockingQueue<Boolean> lastWork = new LinkedBlockingQueue<>();
    try (RawServer server = blocks(new AtomicLong())) {
      Call<Object> transfer = TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, sink);
      Call<Object> call =
          now ->
              ((Step.Pending<Object>) transfer.start(now))
                  .withContinuation(
                      (event, then) ->
                          new Step.Blocking<>(
                              (last, later) -> {
                                lastWork.add(Context.isOnEventLoopThread());
                                return Step.done("ended");
                              }));
      String id =
          deploy(
              ThreadingModel.EVENT_LOOP, () -> runner.start(call).future().onFailure(errors::add));
      sink.begun.await();
      TestCalls.awaitSoon(vertx.undeploy(id));
      assertThat(TestCalls.next(errors)).hasMessageContaining("undeployed");
      assertThat(TestCalls.next(lastWork)).as("on an event loop").isFalse();
      server.awaitEnds();
      assertThat(sink.writes).hasValue(1);
    }
  }

  /**
   * The response is paused when its end arrives. Vert.x then returns the connection to the pool,
   * although the end waits behind the pause.
   */
  @Test
  void failureOfTheSinkDoesNotEndTheNextExchangeOfTheConnection() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch nextArrived = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    IOException thrown = new IOException("disk full");
    BodySink failing =
        part -> {
          begun.countDown();
          awaitIn(nextArrived);
          throw thrown;
        };
    String rest = BLOCK.repeat((1 << 20) / BLOCK.length());
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              int length = 1 + rest.length();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nx");
              begun.await();
              connection.write(rest);
              connection.readRequestHead();
              nextArrived.countDown();
              failed.await();
              connection.write(RawServer.OK);
              connection.awaitEnd();
            })) {
      VertxRunner oneConnection = runner(ClientKind.pooled(1));
      CallExecution<Object> first =
          oneConnection.start(TestCalls.transfer(server.uri(), TestCalls.TEST_TIMEOUT, failing));
      begun.await();
      CallExecution<Object> second =
          oneConnection.start(TestCalls.get(server.uri(), TestCalls.TEST_TIMEOUT));
      TransportFailure failure = (TransportFailure) Clients.await(first.future());
      assertThat(failure.kind()).isEqualTo(Kind.OTHER);
      assertThat(failure.cause()).containsSame(thrown);
      failed.countDown();
      assertThat(Clients.await(second.future())).isInstanceOf(HttpResponse.class);
      assertThat(server.connections()).isEqualTo(1);
      oneConnection.close();
    }
  }

  private static void awaitIn(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void suppliedClientThatDecompressesDoesNotDecodeTheBody() throws Exception {
    WebClientOptions options = new WebClientOptions().setDecompressionSupported(true);
    VertxRunner supplied = new VertxRunner(vertx, WebClient.create(vertx, options));
    String gzip = gzip(BLOCK.repeat(2));
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
    String body = BLOCK.repeat(32);
    VertxRunner http2 = new VertxRunner(vertx, WebClient.create(vertx, options));
    HttpServer server =
        TestCalls.awaitSoon(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().end(body))
                .listen(0, "127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    Sink sink = new Sink();
    assertThat(TestCalls.result(http2, TestCalls.transfer(uri, TestCalls.TEST_TIMEOUT, sink)))
        .isInstanceOf(HttpResponse.class);
    assertThat(sink.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(body);
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
}
