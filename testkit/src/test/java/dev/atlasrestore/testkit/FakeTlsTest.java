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

/** Tests the result of each handshake for a client that checks certificates and host names. */
class FakeTlsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final RequestHandler HELLO = request -> Reply.status(200).body("hello");

  /** Connects, trusting the authority and checking the host name; returns the response. */
  private static String read(FakeServer server, String host) throws Exception {
    InetAddress loopback = InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
    try (Socket socket = new Socket(loopback, server.port());
        SSLSocket secured =
            (SSLSocket)
                TestTls.trusting(FakeTls.trustStore())
                    .getSocketFactory()
                    .createSocket(socket, host, server.port(), true)) {
      secured.setSoTimeout((int) TIMEOUT.toMillis());
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(secured.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void trustedCertificateIsAccepted(String host) throws Exception {
    try (FakeServer server = FakeServer.start(HELLO, FakeTls.trusted())) {
      assertThat(server.uri().getScheme()).isEqualTo("https");
      assertThat(read(server, host)).startsWith("HTTP/1.1 200 ").endsWith("hello");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void wrongHostCertificateFailsOnlyTheNameCheck() throws Exception {
    try (FakeServer server = FakeServer.start(HELLO, FakeTls.wrongHost())) {
      assertThatThrownBy(() -> read(server, "127.0.0.1"))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("127.0.0.1");
      assertThat(read(server, "another.example")).endsWith("hello");
    }
  }

  @Test
  void expiredCertificateIsRejected() throws Exception {
    try (FakeServer server = FakeServer.start(HELLO, FakeTls.expired())) {
      assertThatThrownBy(() -> read(server, "127.0.0.1"))
          .hasRootCauseInstanceOf(CertificateExpiredException.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void selfSignedCertificateIsRejected() throws Exception {
    try (FakeServer server = FakeServer.start(HELLO, FakeTls.selfSigned())) {
      assertThatThrownBy(() -> read(server, "127.0.0.1"))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void incompleteHandshakesReachNoRequest() throws Exception {
    for (FakeTls tls :
        List.of(FakeTls.hanging(), FakeTls.dripping(Duration.ofMillis(1)), FakeTls.missing())) {
      try (FakeServer server = FakeServer.start(HELLO, tls);
          RawClient client = new RawClient(server.uri())) {
        assertThat(server.uri().getScheme()).isEqualTo("https");
        client.send("\u0016\u0003\u0001");
        if (tls.toString().equals("missing")) {
          assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
        } else if (tls.toString().startsWith("dripping")) {
          assertThat(client.read(5)).isEqualTo("\u0016\u0003\u0003@\u0000");
        }
        assertThat(server.requests()).isEmpty();
      }
    }
  }

  @Test
  void droppedHandshakeFails() throws Exception {
    try (FakeServer server = FakeServer.start(HELLO, FakeTls.dropped())) {
      assertThatThrownBy(() -> read(server, "127.0.0.1"))
          .isInstanceOfAny(SSLException.class, SocketException.class);
    }
  }

  @Test
  void delayedHandshakeCompletesAfterTheDelay() throws Exception {
    Duration delay = Duration.ofMillis(50);
    try (FakeServer server = FakeServer.start(HELLO, FakeTls.trusted().delayed(delay))) {
      long before = System.nanoTime();
      assertThat(read(server, "127.0.0.1")).endsWith("hello");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(delay.toNanos());
    }
  }

  @Test
  void plainHttpOnATlsPortGetsATlsAlert() throws Exception {
    try (FakeServer server = FakeServer.start(HELLO, FakeTls.unexpected());
        RawClient client = new RawClient(server.uri())) {
      assertThat(server.uri().getScheme()).isEqualTo("http");
      assertThat(client.get("/").readToEnd()).startsWith("\u0015\u0003");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void faultsWorkOverTls() throws Exception {
    try (FakeServer server = FakeServer.start(request -> Reply.drop(), FakeTls.trusted())) {
      assertThat(read(server, "localhost")).isEmpty();
    }
    try (FakeServer server = FakeServer.start(request -> Hostile.reset(), FakeTls.trusted())) {
      assertThatThrownBy(() -> read(server, "localhost")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void trustStoreIsNewAndHoldsOnlyTheAuthority() throws Exception {
    KeyStore store = FakeTls.trustStore();
    assertThat(store).isNotSameAs(FakeTls.trustStore());
    assertThat(store.size()).isEqualTo(1);
    X509Certificate authority = (X509Certificate) store.getCertificate("trusted");
    assertThat(authority.getBasicConstraints()).isGreaterThanOrEqualTo(0);
    authority.verify(authority.getPublicKey());
  }

  @Test
  void fakeAtlasUsesTheGivenTls() {
    try (FakeAtlas atlas = FakeAtlas.start(FakeTls.trusted())) {
      assertThat(atlas.config().baseUri().getScheme()).isEqualTo("https");
    }
    assertThat(FakeTls.expired().delayed(Duration.ofMillis(1)))
        .hasToString("expired after PT0.001S");
  }
}
