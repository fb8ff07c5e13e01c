package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.exchange.HttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.net.URI;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.AddressUtils;

/**
 * A native client whose requests go to one origin.
 *
 * <p>Reactor Netty parses the address of each request if it is absolute. A client with a fixed
 * remote address needs only the request target.
 */
final class OriginClient {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final URI origin;
  private final HttpClient client;

  /** Reactor Netty copies the client for each method, so the copy for {@code GET} is kept. */
  private final HttpClient.RequestSender get;

  OriginClient(HttpClient client, URI origin) {
    boolean tls = origin.getScheme().equalsIgnoreCase("https");
    int port = origin.getPort() >= 0 ? origin.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    InetSocketAddress address =
        AddressUtils.createUnresolved(withoutBrackets(origin.getHost()), port);
    this.origin = origin;
    // Reactor Netty would put the base URL of a supplied client before the target.
    HttpClient toOrigin = withTls(client, tls).baseUrl("").remoteAddress(() -> address);
    this.client = port == (tls ? HTTP_PORT : HTTPS_PORT) ? withHost(toOrigin, origin) : toOrigin;
    this.get = this.client.request(HttpMethod.GET);
  }

  /** Reactor Netty omits the ports 80 and 443 from {@code Host} for either scheme. */
  private static HttpClient withHost(HttpClient client, URI origin) {
    return client.headers(
        headers -> {
          if (!headers.contains(HttpHeaderNames.HOST)) {
            headers.set(HttpHeaderNames.HOST, origin.getRawAuthority());
          }
        });
  }

  private static HttpClient withTls(HttpClient client, boolean tls) {
    if (client.configuration().isSecure() == tls) {
      return client;
    }
    return tls ? client.secure() : client.noSSL();
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  boolean isFor(HttpRequest request) {
    return origin.equals(request.origin());
  }

  /**
   * Returns the builder for a request to this origin.
   *
   * @param target the target that Reactor Netty logs. It also sends it, unless {@link
   *     UnsolicitedDataGuard} replaces it
   */
  HttpClient.RequestSender sender(HttpRequest request, String target) {
    HttpClient.RequestSender sender =
        request.method().equals(HttpMethod.GET.name())
            ? get
            : client.request(HttpMethod.valueOf(request.method()));
    return sender.uri(target);
  }
}
