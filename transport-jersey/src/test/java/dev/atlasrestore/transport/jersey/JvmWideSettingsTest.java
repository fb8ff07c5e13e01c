package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.RawServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that JVM-wide settings, such as an {@link Authenticator} or a {@link ProxySelector}, change
 * no request (RUN-18).
 */
@Timeout(60)
class JvmWideSettingsTest {

  private static final String CHALLENGE =
      String.join(
          "\r\n",
          "HTTP/1.1 401 Unauthorized",
          "WWW-Authenticate: Basic realm=\"r\"",
          "Set-Cookie: session=1; Path=/",
          "Content-Length: 0",
          "",
          "");

  private final ProxySelector proxiesBefore = ProxySelector.getDefault();
  private final CookieHandler cookiesBefore = CookieHandler.getDefault();
  private final Authenticator authenticatorBefore = Authenticator.getDefault();
  private RawServer proxy;

  @BeforeEach
  void setJvmWideSettings() throws IOException {
    proxy = RawServer.respondingWith("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            return uri.getScheme().startsWith("http")
                ? List.of(
                    new Proxy(
                        Proxy.Type.HTTP,
                        new InetSocketAddress(proxy.uri().getHost(), proxy.uri().getPort())))
                : List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    CookieHandler.setDefault(new CookieManager(null, CookiePolicy.ACCEPT_ALL));
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("jvm", "wide".toCharArray());
          }
        });
    System.setProperty("http.proxyHost", proxy.uri().getHost());
    System.setProperty("http.proxyPort", String.valueOf(proxy.uri().getPort()));
    System.setProperty("http.nonProxyHosts", "");
  }

  @AfterEach
  void restoreJvmWideSettings() throws IOException {
    ProxySelector.setDefault(proxiesBefore);
    CookieHandler.setDefault(cookiesBefore);
    Authenticator.setDefault(authenticatorBefore);
    System.clearProperty("http.proxyHost");
    System.clearProperty("http.proxyPort");
    System.clearProperty("http.nonProxyHosts");
    proxy.close();
  }

  @Test
  void ownClientIgnoresJvmWideSettings() throws Exception {
    assertRequestsAreUnchanged(BlockingRunner.onOwnClient(Timeouts.defaults()));
  }

  @Test
  void suppliedClientIgnoresJvmWideSettings() throws Exception {
    assertRequestsAreUnchanged(BlockingRunner.onSuppliedClient(TestClients.recommended().build()));
  }

  private void assertRequestsAreUnchanged(BlockingRunner runner) throws Exception {
    try (RawServer server = RawServer.respondingWith(CHALLENGE);
        runner) {
      for (int i = 0; i < 3; i++) {
        HttpResponse response =
            (HttpResponse) runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await();
        assertThat(response.status()).isEqualTo(401);
      }
      assertThat(server.requestHeads())
          .hasSize(3)
          .allSatisfy(
              head ->
                  assertThat(head)
                      .startsWith("GET / HTTP/1.1\r\n")
                      .doesNotContainIgnoringCase("authorization")
                      .doesNotContainIgnoringCase("session"));
      assertThat(proxy.connections()).isZero();
    }
  }
}
