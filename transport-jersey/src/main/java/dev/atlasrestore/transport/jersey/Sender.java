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

/** Sends one request and reads its answer whole, in the calling thread. */
final class Sender {

  private final Client client;
  private final boolean ours;

  /**
   * A sender on this client.
   *
   * @param ours whether {@link OwnClient} made it, so that exchanges can be ended at any time
   */
  Sender(Client client, boolean ours) {
    this.client = client;
    this.ours = ours;
  }

  HttpResponse send(HttpRequest request, int maxBodyBytes, Exchange exchange) throws IOException {
    try (Response answer = invocation(request, exchange).method(request.method())) {
      exchange.markAnswered();
      byte[] body = Body.read(answer, maxBodyBytes, exchange);
      exchange.markComplete();
      return HttpResponse.of(answer.getStatus(), fields(answer), body);
    }
  }

  /** Everything that differs from the client's own ways is said per request. */
  private Invocation.Builder invocation(HttpRequest request, Exchange exchange) {
    Invocation.Builder builder =
        client
            .target(request.uri())
            .request()
            .property(ClientProperties.FOLLOW_REDIRECTS, false)
            .property(Apache5ClientProperties.CONNECTION_CLOSING_STRATEGY, exchange)
            .header(HttpHeaders.USER_AGENT, null);
    if (!ours) {
      builder.property(ClientProperties.READ_TIMEOUT, exchange.timeoutMillis());
    }
    for (HttpHeader field : request.headers()) {
      builder.header(field.name(), field.value());
    }
    return builder;
  }

  private static List<HttpHeader> fields(Response answer) {
    List<HttpHeader> fields = new ArrayList<>();
    answer
        .getStringHeaders()
        .forEach(
            (name, values) -> {
              for (String value : values) {
                fields.add(new HttpHeader(name, Objects.toString(value, "")));
              }
            });
    return fields;
  }
}
