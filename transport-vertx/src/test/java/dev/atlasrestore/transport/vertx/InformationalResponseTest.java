package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.ClientKind;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that informational responses of every status (RFC 9110, section 15.2) are skipped, except
 * 101, which ends HTTP on the connection.
 */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class InformationalResponseTest {

  private static final Reply OK = Reply.status(200).body("ok");

  private final Vertx vertx = Vertx.vertx();
  private VertxRunner runner;

  @BeforeEach
  void createRunner() {
    runner = new VertxRunner(vertx, Clients.of(vertx, ClientKind.own()));
  }

  @AfterEach
  void closeVertx() {
    runner.close();
    Clients.close(vertx);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 102, 103, 104, 110, 199})
  void informationalResponseIsSkipped(int status, FakeAtlas atlas) throws Exception {
    assertSkipped(Reply.informational(OK, status), atlas);
  }

  @Test
  void severalInformationalResponsesAreSkipped(FakeAtlas atlas) throws Exception {
    assertSkipped(Reply.informational(OK, 102, 104, 199, 100, 103, 102), atlas);
  }

  private void assertSkipped(Reply reply, FakeAtlas atlas) throws Exception {
    TestCalls.script(atlas, Collections.nCopies(3, reply).toArray(Reply[]::new));
    for (int i = 0; i < 3; i++) {
      assertOk(TestCalls.result(runner, TestCalls.get(atlas)));
    }
    assertThat(atlas.requests()).hasSize(3);
    assertThat(atlas.connections()).as("connections for 3 requests").isEqualTo(1);
  }

  @Test
  void informationalResponseInSinglesBytesIsSkipped() throws Exception {
    byte[] bytes =
        ("HTTP/1.1 102 Processing\r\nX-Early: 1\r\n\r\n".repeat(3)
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    NetServer server =
        TestCalls.awaitSoon(
            vertx
                .createNetServer()
                .connectHandler(socket -> socket.handler(request -> drip(socket, bytes, 0)))
                .listen(0, "127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    assertOk(TestCalls.result(runner, TestCalls.get(uri, TestCalls.TEST_TIMEOUT)));
  }

  private void drip(NetSocket socket, byte[] bytes, int position) {
    if (position < bytes.length) {
      socket.write(Buffer.buffer(new byte[] {bytes[position]}));
      vertx.setTimer(1, elapsed -> drip(socket, bytes, position + 1));
    }
  }

  /** A worker sends its request in another thread than the event loop of the connection. */
  @Test
  void informationalResponseToAWorkerIsSkipped(FakeAtlas atlas) throws Exception {
    Reply reply = Reply.informational(OK, 102, 104);
    TestCalls.script(atlas, reply, reply);
    BlockingQueue<Object> results = new LinkedBlockingQueue<>();
    TestCalls.awaitSoon(
        vertx.deployVerticle(
            () ->
                new AbstractVerticle() {
                  @Override
                  public void start() {
                    runner
                        .start(TestCalls.get(atlas))
                        .future()
                        .onSuccess(results::add)
                        .compose(first -> runner.start(TestCalls.get(atlas)).future())
                        .onSuccess(results::add);
                  }
                },
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    assertOk(TestCalls.next(results));
    assertOk(TestCalls.next(results));
  }

  @Test
  void upgradeToHttp2IsNotDisturbed() throws Exception {
    WebClientOptions options = new WebClientOptions();
    options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(true);
    VertxRunner onHttp2 = new VertxRunner(vertx, WebClient.create(vertx, options));
    HttpServer server =
        TestCalls.awaitSoon(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().end("ok"))
                .listen(0, "127.0.0.1"));
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    for (int i = 0; i < 3; i++) {
      assertOk(TestCalls.result(onHttp2, TestCalls.get(uri, TestCalls.TEST_TIMEOUT)));
    }
  }

  private static void assertOk(Object result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            HttpResponse.class,
            response -> {
              assertThat(response.status()).isEqualTo(200);
              assertThat(response.body()).asString().isEqualTo("ok");
              assertThat(response.headers("X-Early")).isEmpty();
            });
  }
}
