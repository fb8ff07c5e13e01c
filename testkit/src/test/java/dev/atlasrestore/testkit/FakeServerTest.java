package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeServerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final FakeServer server =
      FakeServer.start(request -> Reply.status(200).body(request.method() + request.target()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void oneConnectionCarriesManyRequests() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/" + i).readResponse()).endsWith("\r\n\r\nGET/" + i);
      }
    }
    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.requests()).extracting(SeenRequest::target).containsExactly("/0", "/1", "/2");
    assertThat(server.requests()).extracting(SeenRequest::connection).containsOnly(1);
  }

  @Test
  void openConnectionsAreCountedUntilTheyClose() throws Exception {
    RawClient first = new RawClient(server.uri());
    RawClient second = new RawClient(server.uri());
    first.get("/").readResponse();
    second.get("/").readResponse();
    assertThat(server.openConnections()).isEqualTo(2);
    first.close();
    assertThat(server.awaitOpenConnections(1, TIMEOUT)).isTrue();
    second.close();
    assertThat(server.awaitNoConnections(TIMEOUT)).isTrue();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void awaitRequestsReturnsFalseAfterItsTimeout() throws Exception {
    assertThat(server.awaitRequests(1, Duration.ofMillis(20))).isFalse();
  }

  @Test
  void headerFieldsAreKeptInOrder() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      client.get("/", "X-B: 1", "x-a:  2 ", "X-B: 3", "Empty:").readResponse();
    }
    SeenRequest seen = server.requests().get(0);
    assertThat(seen.headers())
        .extracting(Object::toString)
        .containsExactly("Host: x", "X-B: 1", "x-a: 2", "X-B: 3", "Empty: ");
    assertThat(seen.headers("x-b")).containsExactly("1", "3");
    assertThat(seen.header("X-A")).contains("2");
    assertThat(seen.header("Y")).isEmpty();
    assertThat(seen.method()).isEqualTo("GET");
    assertThat(seen.status()).hasValue(200);
    assertThat(seen).hasToString("GET / (without credentials) -> 200");
  }

  @Test
  void requestBodiesAreReadAndDiscarded() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      client.send("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
      assertThat(client.readResponse()).endsWith("POST/a");
      assertThat(client.get("/b").readResponse()).endsWith("GET/b");
    }
  }

  @Test
  void connectionClosesIfTheClientAsksForIt() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/", "Connection: close").readToEnd()).endsWith("GET/");
    }
    try (RawClient client = new RawClient(server.uri())) {
      assertThat(client.send("GET / HTTP/1.0\r\n\r\n").readToEnd()).endsWith("GET/");
    }
  }

  @Test
  void malformedRequestsAreRejectedAndTheConnectionCloses() throws Exception {
    List<String> requests =
        List.of(
            "\u0016\u0003\u0001 a TLS handshake",
            "GET /\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "GET / HTTP/2.0\r\n\r\n",
            "GET / HTTP/1.1\r\nno field\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n");
    for (String request : requests) {
      try (RawClient client = new RawClient(server.uri())) {
        assertThat(client.send(request).readToEnd()).as(request).startsWith("HTTP/1.1 400 ");
      }
    }
    try (RawClient client = new RawClient(server.uri())) {
      client.send("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 501 ");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void largeRequestsAreRejected() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      client.send("GET / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 413 ");
    }
    try (RawClient client = new RawClient(server.uri())) {
      client.send("GET /" + "x".repeat(256 * 1024 - 4));
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void closeFreesConnectionsThreadsAndThePort() throws Exception {
    FakeServer other = FakeServer.start(request -> Hostile.stall());
    URI uri = other.uri();
    List<RawClient> clients = IntStream.range(0, 20).mapToObj(i -> stalled(uri)).toList();
    assertThat(other.awaitRequests(20, TIMEOUT)).isTrue();
    other.close();
    other.close();
    assertThat(other.openConnections()).isZero();
    for (RawClient client : clients) {
      assertThat(client.hasEnded()).isTrue();
      client.close();
    }
    assertThat(liveThreadsOf(other)).isZero();
    assertThat(other.isClosed()).isTrue();
  }

  private static RawClient stalled(URI uri) {
    try {
      return new RawClient(uri).get("/");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A thread reports the end of its connection before it ends itself. So this waits for the threads
   * first.
   */
  private static long liveThreadsOf(FakeServer server) throws InterruptedException {
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("fake-server-" + server.port() + "-"))
            .toList();
    for (Thread thread : threads) {
      thread.join(TIMEOUT.toMillis());
    }
    return threads.stream().filter(Thread::isAlive).count();
  }

  @Test
  void droppedConnectionsCloseAndNewOnesAreAccepted() throws Exception {
    try (RawClient client = new RawClient(server.uri())) {
      client.get("/").readResponse();
      server.dropConnections();
      assertThat(client.hasEnded()).isTrue();
    }
    try (RawClient client = new RawClient(server.uri())) {
      assertThat(client.get("/again").readResponse()).endsWith("GET/again");
    }
  }

  @Test
  void serverListensOnTheLoopbackAddress() {
    assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
  }
}
