package dev.atlasrestore.testkit.contract;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a JVM that can change the requests of every client: an authenticator, a cookie
 * handler and a proxy. {@link #close()} restores the previous settings.
 */
final class JvmWideSettings implements AutoCloseable {

  private final @Nullable Authenticator authenticator = Authenticator.getDefault();
  private final @Nullable CookieHandler cookies = CookieHandler.getDefault();
  private final @Nullable ProxySelector proxies = ProxySelector.getDefault();
  private final Map<String, @Nullable String> properties = new HashMap<>();

  private JvmWideSettings(int proxyPort) {
    Authenticator.setDefault(new JvmWideAuthenticator());
    CookieHandler.setDefault(new JvmWideCookies());
    ProxySelector.setDefault(
        new JvmWideProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxyPort)));
    for (String scheme : List.of("http", "https")) {
      set(scheme + ".proxyHost", "127.0.0.1");
      set(scheme + ".proxyPort", Integer.toString(proxyPort));
    }
    set("http.nonProxyHosts", "");
    set("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  /** Replaces all settings. The proxy is at this port of this machine. */
  static JvmWideSettings withProxy(int port) {
    return new JvmWideSettings(port);
  }

  private void set(String property, String value) {
    properties.put(property, System.setProperty(property, value));
  }

  @Override
  public void close() {
    Authenticator.setDefault(authenticator);
    CookieHandler.setDefault(cookies);
    ProxySelector.setDefault(proxies);
    properties.forEach(
        (property, before) -> {
          if (before == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, before);
          }
        });
  }

  private static final class JvmWideAuthenticator extends Authenticator {
    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return new PasswordAuthentication("jvm", "wide".toCharArray());
    }
  }

  private static final class JvmWideCookies extends CookieHandler {
    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> requestHeaders) {
      return Map.of("Cookie", List.of("jvm=wide"));
    }

    @Override
    public void put(URI uri, Map<String, List<String>> responseHeaders) {
      // Every request has the same cookie.
    }
  }

  private static final class JvmWideProxy extends ProxySelector {
    private final InetSocketAddress address;

    private JvmWideProxy(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(new Proxy(Proxy.Type.HTTP, address));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress where, IOException why) {
      // There is no other proxy.
    }
  }
}
