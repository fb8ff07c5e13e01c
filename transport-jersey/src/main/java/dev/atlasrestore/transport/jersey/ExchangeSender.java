package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.glassfish.jersey.apache5.connector.Apache5ClientProperties;
import org.glassfish.jersey.client.ClientProperties;

/**
 * Sends one request with a Jersey client and reads the whole response, in the calling thread.
 *
 * <p>Translates between {@link HttpRequest} and {@link HttpResponse} and Jersey's types. Sets per
 * request what must not depend on the configuration of the client.
 */
final class ExchangeSender {

  private final Client client;
  private final boolean isOwn;

  /**
   * Creates a sender.
   *
   * @param isOwn whether {@link OwnClient} made the client; then the {@link Watchdog} bounds every
   *     exchange and the read timeout is not used
   */
  ExchangeSender(Client client, boolean isOwn) {
    this.client = client;
    this.isOwn = isOwn;
  }

  /**
   * Sends the request and returns the response.
   *
   * @throws IOException if the body cannot be read
   * @throws RuntimeException if there is no response
   */
  HttpResponse send(HttpRequest request, int maxBodyBytes, Exchange exchange) throws IOException {
    Invocation.Builder invocation = invocation(request, exchange);
    exchange.markGivenToClient();
    try (Response response = invocation.method(request.method())) {
      exchange.markResponseBegan();
      byte[] body = BodyReader.read(response, maxBodyBytes, exchange);
      exchange.markBodyRead();
      return HttpResponse.of(response.getStatus(), headers(response), body);
    }
  }

  /**
   * Returns whether the client was closed. JAX-RS has no method for this; every method of a closed
   * client throws an exception.
   */
  boolean isClientClosed() {
    try {
      client.getConfiguration();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private Invocation.Builder invocation(HttpRequest request, Exchange exchange) {
    Invocation.Builder builder =
        client
            .target(request.uri())
            .request()
            .property(ClientProperties.FOLLOW_REDIRECTS, false)
            .property(Apache5ClientProperties.CONNECTION_CLOSING_STRATEGY, exchange)
            // Without this, Jersey adds a User-Agent of its own.
            .header(HttpHeaders.USER_AGENT, null);
    if (!isOwn) {
      builder.property(ClientProperties.READ_TIMEOUT, exchange.timeoutMillis());
    }
    for (HttpHeader header : request.headers()) {
      builder.header(header.name(), header.value());
    }
    return builder;
  }

  private static List<HttpHeader> headers(Response response) {
    List<HttpHeader> headers = new ArrayList<>();
    response
        .getStringHeaders()
        .forEach(
            (name, values) -> {
              for (String value : values) {
                headers.add(new HttpHeader(name, Objects.toString(value, "")));
              }
            });
    return headers;
  }
}
