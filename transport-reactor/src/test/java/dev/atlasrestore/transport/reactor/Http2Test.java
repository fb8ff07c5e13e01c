package dev.atlasrestore.transport.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/** Tests native clients that are configured for HTTP/2, with servers of HTTP/2 and HTTP/1.1. */
@Timeout(120)
@SuppressWarnings("FutureReturnValueIgnored") // No test waits for a write or a close.
class Http2Test {

  private static final int CALLS = 3;
  private static final String BLOCK = "x".repeat(64 * 1024);
  private static final int ARCHIVE_BLOCKS = 1000;

  @TempDir private static Path folder;

  private final ConnectionProvider pool = ConnectionProvider.create("http2", 4);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Channel> closedStreams = new LinkedBlockingQueue<>();
  private DisposableServer server;
  private ReactorRunner runner;

  /** The protocols of the client and of the server, and the one that both then use. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private enum Protocols {
    H2_NEGOTIATED(
        List.of(HttpProtocol.H2, HttpProtocol.HTTP11),
        List.of(HttpProtocol.H2, HttpProtocol.HTTP11),
        "HTTP/2.0"),
    H2_ALONE(List.of(HttpProtocol.H2), List.of(HttpProtocol.H2), "HTTP/2.0"),
    H2C_ALONE(List.of(HttpProtocol.H2C), List.of(HttpProtocol.H2C), "HTTP/2.0"),
    H2C_UPGRADED(
        List.of(HttpProtocol.H2C, HttpProtocol.HTTP11),
        List.of(HttpProtocol.H2C, HttpProtocol.HTTP11),
        "HTTP/2.0"),
    HTTP11_NEGOTIATED(
        List.of(HttpProtocol.H2, HttpProtocol.HTTP11), List.of(HttpProtocol.HTTP11), "HTTP/1.1"),
    H2C_UPGRADE_REJECTED(
        List.of(HttpProtocol.H2C, HttpProtocol.HTTP11), List.of(HttpProtocol.HTTP11), "HTTP/1.1");

    private final List<HttpProtocol> client;
    private final List<HttpProtocol> server;
    private final String used;

    Protocols(List<HttpProtocol> client, List<HttpProtocol> server, String used) {
      this.client = client;
      this.server = server;
      this.used = used;
    }

    private boolean secure() {
      return client.contains(HttpProtocol.H2);
    }
  }

  private void start(Protocols protocols) throws Exception {
    HttpServer http =
        HttpServer.create()
            .host("127.0.0.1")
            .protocol(protocols.server.toArray(HttpProtocol[]::new))
            .doOnChannelInit((observer, channel, remote) -> connections.incrementAndGet())
            .handle(this::respond);
    HttpClient client =
        HttpClient.create(pool).protocol(protocols.client.toArray(HttpProtocol[]::new));
    if (protocols.secure()) {
      KeyManagerFactory keys = TestCertificate.create(folder).keyManagers();
      SslProvider.GenericSslContextSpec<?> serverTls =
          protocols.server.contains(HttpProtocol.H2)
              ? Http2SslContextSpec.forServer(keys)
              : Http11SslContextSpec.forServer(keys);
      SslProvider.GenericSslContextSpec<?> clientTls =
          Http2SslContextSpec.forClient()
              .configure(tls -> tls.trustManager(InsecureTrustManagerFactory.INSTANCE));
      http = http.secure(tls -> tls.sslContext(serverTls));
      client = client.secure(tls -> tls.sslContext(clientTls));
    }
    server = http.bindNow();
    runner = new ReactorRunner(client, Schedulers.parallel());
  }

  @AfterEach
  void close() {
    if (runner != null) {
      runner.close();
    }
    pool.dispose();
    if (server != null) {
      server.disposeNow();
    }
  }

  private URI uri(Protocols protocols, String target) {
    String scheme = protocols.secure() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.port() + target);
  }

  private Publisher<Void> respond(HttpServerRequest request, HttpServerResponse response) {
    requests.add(
        request.protocol()
            + " user-agent="
            + request.requestHeaders().get("user-agent")
            + " accept="
            + request.requestHeaders().get("accept"));
    request.withConnection(
        connection ->
            connection
                .channel()
                .closeFuture()
                .addListener(closed -> closedStreams.add(connection.channel())));
    return switch (request.path()) {
      case "informational" -> {
        request.withConnection(connection -> sendEarlyHints(connection.channel()));
        yield response.sendString(Mono.just("ok"));
      }
      case "large" -> response.sendString(Flux.just("x".repeat(2000)).repeat());
      case "archive" ->
          response.sendString(
              Flux.range(0, ARCHIVE_BLOCKS)
                  .map(i -> BLOCK)
                  .doOnNext(block -> sent.incrementAndGet()));
      case "stall" -> Mono.never();
      case "stall-in-body" ->
          response.sendString(Flux.concat(Mono.just("abc"), Mono.<String>never()), UTF_8);
      case "close" -> {
        request.withConnection(connection -> connection.channel().close());
        yield Mono.never();
      }
      default -> response.sendString(Mono.just("FINISHED"));
    };
  }

  private static void sendEarlyHints(Channel channel) {
    ChannelHandlerContext http2 = channel.pipeline().context(NettyPipeline.H2ToHttp11Codec);
    if (http2 != null) {
      http2.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("103")));
    } else {
      channel
          .pipeline()
          .context(HttpServerCodec.class)
          .writeAndFlush(
              channel
                  .alloc()
                  .buffer()
                  .writeBytes("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(UTF_8)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsShareOneConnection(Protocols protocols) throws Exception {
    start(protocols);
    HttpRequest request =
        HttpRequest.get(uri(protocols, "/job")).withHeader("Accept", "application/json");
    for (int i = 0; i < CALLS; i++) {
      HttpResponse response =
          TestCalls.response(runner, ExchangeCalls.send(request, TestCalls.TIMEOUT));
      assertThat(response.status()).isEqualTo(200);
      assertThat(new String(response.body(), UTF_8)).isEqualTo("FINISHED");
      assertThat(requests.take())
          .isEqualTo(protocols.used + " user-agent=null accept=application/json");
    }
    assertThat(connections).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void informationalResponseIsSkipped(Protocols protocols) throws Exception {
    start(protocols);
    TestCalls.response(runner, TestCalls.get(uri(protocols, "/job")));
    HttpResponse response =
        TestCalls.response(runner, TestCalls.get(uri(protocols, "/informational")));
    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), UTF_8)).isEqualTo("ok");
  }

  /** The buffers of the sockets hold some MiB. */
  @ParameterizedTest
  @EnumSource
  void sinkThatDoesNotReturnStopsTheServer(Protocols protocols) throws Exception {
    start(protocols);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicLong written = new AtomicLong();
    BodySink sink =
        bytes -> {
          begun.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          written.addAndGet(bytes.remaining());
        };
    CompletableFuture<Object> result =
        runner.run(TestCalls.transfer(uri(protocols, "/archive"), sink)).toFuture();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    for (int before = -1; before != sent.get(); ) {
      before = sent.get();
      Mono.delay(Duration.ofMillis(300)).block();
    }
    assertThat(sent.get()).isLessThan(ARCHIVE_BLOCKS / 2);
    released.countDown();
    assertThat(result.get(60, TimeUnit.SECONDS)).isInstanceOf(HttpResponse.class);
    assertThat(written).hasValue((long) ARCHIVE_BLOCKS * BLOCK.length());
    TestCalls.response(runner, TestCalls.get(uri(protocols, "/job")));
    assertThat(connections).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource
  void tooLargeBodyIsNotReadToItsEnd(Protocols protocols) throws Exception {
    start(protocols);
    assertFailure(protocols, "/large", Kind.TOO_LARGE);
    assertStreamIsClosed();
  }

  @ParameterizedTest
  @EnumSource
  void stalledResponseTimesOut(Protocols protocols) throws Exception {
    start(protocols);
    for (String target : List.of("/stall", "/stall-in-body")) {
      TransportFailure failure =
          TestCalls.failure(runner, TestCalls.get(uri(protocols, target), Duration.ofMillis(500)));
      assertThat(failure.kind()).as("%s", failure).isEqualTo(Kind.TIMEOUT);
      assertStreamIsClosed();
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamThatTheServerClosesIsClosed(Protocols protocols) throws Exception {
    start(protocols);
    assertFailure(protocols, "/close", Kind.CLOSED);
  }

  @ParameterizedTest
  @EnumSource
  void cancelClosesTheStream(Protocols protocols) throws Exception {
    start(protocols);
    Disposable call = runner.run(TestCalls.get(uri(protocols, "/stall"))).subscribe();
    assertThat(requests.poll(10, TimeUnit.SECONDS)).isNotNull();
    call.dispose();
    assertStreamIsClosed();
  }

  @Test
  void unsolicitedResponseIsDroppedAfterARejectedUpgrade() throws Exception {
    HttpClient client = HttpClient.create(pool).protocol(HttpProtocol.H2C, HttpProtocol.HTTP11);
    try (ReactorRunner http11 = new ReactorRunner(client, Schedulers.parallel());
        RawServer raw =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write(RawServer.OK + RawServer.OK.replace("ok", "no"));
                  connection.readRequestHead();
                })) {
      for (int i = 0; i < CALLS; i++) {
        HttpResponse response = TestCalls.response(http11, TestCalls.get(raw.uri("/")));
        assertThat(new String(response.body(), UTF_8)).isEqualTo("ok");
      }
      assertThat(raw.connections()).isEqualTo(CALLS);
    }
  }

  @Test
  void serverThatDoesNotSpeakHttp2IsMalformed() throws Exception {
    HttpClient client = HttpClient.create(pool).protocol(HttpProtocol.H2C);
    try (ReactorRunner http2 = new ReactorRunner(client, Schedulers.parallel());
        RawServer raw =
            new RawServer(
                connection -> {
                  connection.readRequestHead();
                  connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                  connection.awaitEnd();
                })) {
      TransportFailure failure = TestCalls.failure(http2, TestCalls.get(raw.uri("/")));
      assertThat(failure.kind()).as("%s", failure).isEqualTo(Kind.MALFORMED);
      raw.awaitEnds(1);
    }
  }

  private void assertFailure(Protocols protocols, String target, Kind kind) {
    TransportFailure failure = TestCalls.failure(runner, TestCalls.get(uri(protocols, target)));
    assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
  }

  private void assertStreamIsClosed() throws InterruptedException {
    assertThat(closedStreams.poll(10, TimeUnit.SECONDS)).isNotNull();
  }
}
