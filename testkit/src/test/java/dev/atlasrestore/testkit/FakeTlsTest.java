package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a careful client makes of each handshake. */
class FakeTlsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Host HELLO = request -> Reply.status(200).body("hello");

  /** What a client hears that trusts the authority and looks at the name. */
  private static String heard(HttpServer server, String host) throws Exception {
    InetAddress loopback = InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
    try (Socket socket = new Socket(loopback, server.port());
        SSLSocket secured =
            (SSLSocket)
                TestTls.trusting(FakeTls.trustStore())
                    .getSocketFactory()
                    .createSocket(socket, host, server.port(), true)) {
      secured.setSoTimeout((int) SOON.toMillis());
      SSLParameters careful = secured.getSSLParameters();
      careful.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(careful);
      secured
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(secured.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void whoTrustsTheAuthorityIsServed(String host) throws Exception {
    try (HttpServer server = HttpServer.start(HELLO, FakeTls.trusted())) {
      assertThat(server.uri().getScheme()).isEqualTo("https");
      assertThat(heard(server, host)).startsWith("HTTP/1.1 200 ").endsWith("hello");
      assertThat(server.log().requests()).hasSize(1);
    }
  }

  @Test
  void aCertificateForAnotherHostIsGoodButForItsName() throws Exception {
    try (HttpServer server = HttpServer.start(HELLO, FakeTls.wrongHost())) {
      assertThatThrownBy(() -> heard(server, "127.0.0.1"))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("127.0.0.1");
      assertThat(heard(server, "elsewhere.example")).endsWith("hello");
    }
  }

  @Test
  void anExpiredCertificateIsGoodButForItsAge() throws Exception {
    try (HttpServer server = HttpServer.start(HELLO, FakeTls.expired())) {
      assertThatThrownBy(() -> heard(server, "127.0.0.1"))
          .hasRootCauseInstanceOf(CertificateExpiredException.class);
      assertThat(server.log().requests()).isEmpty();
    }
  }

  @Test
  void nobodyVouchesForASelfSignedOne() throws Exception {
    try (HttpServer server = HttpServer.start(HELLO, FakeTls.selfSigned())) {
      assertThatThrownBy(() -> heard(server, "127.0.0.1"))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void handshakesThatComeToNothing() throws Exception {
    for (FakeTls tls :
        List.of(FakeTls.hanging(), FakeTls.dripping(Duration.ofMillis(1)), FakeTls.missing())) {
      try (HttpServer server = HttpServer.start(HELLO, tls);
          RawClient client = new RawClient(server.uri())) {
        assertThat(server.uri().getScheme()).isEqualTo("https");
        client.send("\u0016\u0003\u0001");
        if (tls.toString().equals("missing")) {
          assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
        } else if (tls.toString().startsWith("dripping")) {
          assertThat(client.read(5)).isEqualTo("\u0016\u0003\u0003@\u0000");
        }
        assertThat(server.log().requests()).isEmpty();
      }
    }
  }

  @Test
  void aDroppedHandshakeEnds() throws Exception {
    try (HttpServer server = HttpServer.start(HELLO, FakeTls.dropped())) {
      assertThatThrownBy(() -> heard(server, "127.0.0.1"))
          .isInstanceOfAny(SSLException.class, SocketException.class);
    }
  }

  @Test
  void aDelayedHandshakeIsMadeAllTheSame() throws Exception {
    Duration delay = Duration.ofMillis(50);
    try (HttpServer server = HttpServer.start(HELLO, FakeTls.trusted().delayed(delay))) {
      long before = System.nanoTime();
      assertThat(heard(server, "127.0.0.1")).endsWith("hello");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(delay.toNanos());
    }
  }

  @Test
  void plainHttpOnATlsPortIsToldSoInTlsAndClosed() throws Exception {
    try (HttpServer server = HttpServer.start(HELLO, FakeTls.unexpected());
        RawClient client = new RawClient(server.uri())) {
      assertThat(server.uri().getScheme()).isEqualTo("http");
      assertThat(client.get("/").readToEnd()).startsWith("\u0015\u0003");
      assertThat(server.log().requests()).isEmpty();
    }
  }

  @Test
  void faultsAreTheSameBehindTls() throws Exception {
    try (HttpServer server = HttpServer.start(request -> Reply.drop(), FakeTls.trusted())) {
      assertThat(heard(server, "localhost")).isEmpty();
    }
    try (HttpServer server = HttpServer.start(request -> Hostile.reset(), FakeTls.trusted())) {
      assertThatThrownBy(() -> heard(server, "localhost")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aTrustStoreIsOnesOwnAndHoldsTheAuthorityAlone() throws Exception {
    KeyStore store = FakeTls.trustStore();
    assertThat(store).isNotSameAs(FakeTls.trustStore());
    assertThat(store.size()).isEqualTo(1);
    X509Certificate authority = (X509Certificate) store.getCertificate("trusted");
    assertThat(authority.getBasicConstraints()).isGreaterThanOrEqualTo(0);
    authority.verify(authority.getPublicKey());
  }

  @Test
  void theFakeAtlasSpeaksTlsAsItIsTold() {
    try (FakeAtlas atlas = FakeAtlas.start(FakeTls.trusted())) {
      assertThat(atlas.config().baseUri().getScheme()).isEqualTo("https");
    }
    assertThat(FakeTls.expired().delayed(Duration.ofMillis(1)))
        .hasToString("expired after PT0.001S");
  }
}
