package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.ClientKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** IPv6 addresses: {@code :authority} of HTTP/2, and the certificate. RUN-1.host tests HTTP/1.1. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class HostHeaderTest {

  /** An IPv6 address that reaches the loopback interface also where there is only IPv4. */
  private static final String IPV6_LOOPBACK = "[::ffff:127.0.0.1]";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void ipv6AddressHasBracketsInTheAuthorityOfHttp2() throws Exception {
    WebClientOptions options = new WebClientOptions();
    options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    VertxRunner runner = new VertxRunner(vertx, WebClient.create(vertx, options));
    BlockingQueue<HostAndPort> authorities = new LinkedBlockingQueue<>();
    HttpServer server =
        TestCalls.awaitSoon(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      authorities.add(request.authority());
                      request.response().end();
                    })
                .listen(0, "127.0.0.1"));
    String host = IPV6_LOOPBACK + ":" + server.actualPort();
    assertThat(get(runner, "http://" + host + "/")).isInstanceOf(HttpResponse.class);
    assertThat(TestCalls.next(authorities)).hasToString(host);
  }

  /** The certificate of the first server is valid for 127.0.0.1, that of the second is not. */
  @Test
  void certificateIsCheckedAgainstTheIpv6Address() throws Exception {
    ClientKind trusting = ClientKind.trusting(FakeTls.trustStore());
    VertxRunner runner = new VertxRunner(vertx, Clients.of(vertx, trusting));
    try (FakeAtlas valid = FakeAtlas.start(FakeTls.trusted());
        FakeAtlas invalid = FakeAtlas.start(FakeTls.wrongHost())) {
      valid.always(Reply.status(200).beforeDigest());
      assertThat(get(runner, "https://" + IPV6_LOOPBACK + ":" + valid.baseUri().getPort() + "/"))
          .isInstanceOf(HttpResponse.class);
      assertThat(get(runner, "https://" + IPV6_LOOPBACK + ":" + invalid.baseUri().getPort() + "/"))
          .isInstanceOfSatisfying(
              TransportFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.TLS));
    }
  }

  private static Object get(VertxRunner runner, String uri) throws InterruptedException {
    return TestCalls.result(runner, TestCalls.get(URI.create(uri), TestCalls.TEST_TIMEOUT));
  }
}
