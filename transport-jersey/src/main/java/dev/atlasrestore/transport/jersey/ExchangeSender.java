package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.BodyTooLargeException;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.glassfish.jersey.apache5.connector.Apache5ClientProperties;
import org.glassfish.jersey.client.ClientProperties;

/**
 * Sends the request of one step with a Jersey client and reads the whole response, in the calling
 * thread.
 *
 * <p>Translates between {@link HttpRequest} and {@link HttpResponse} and Jersey's types. Sets per
 * request what must not depend on the configuration of the client.
 */
final class ExchangeSender {

  private static final int UNAUTHORIZED = 401;

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
   * @throws IOException if the body cannot be read, or if the sink of a transfer throws
   * @throws RuntimeException if there is no response
   */
  HttpResponse send(Step.Exchange<?> step, Exchange exchange) throws IOException {
    Invocation.Builder invocation = invocation(step.request(), exchange);
    exchange.markGivenToClient();
    try (Response response = response(invocation, step.request())) {
      exchange.markResponseBegan();
      if (mayBeOfProxy(step.request(), response)) {
        return readUnsuccessful(step, response, exchange);
      }
      HttpResponse complete =
          step instanceof Step.Transfer<?> transfer
              ? transfer(transfer, response, exchange)
              : withBody(step, response, exchange);
      exchange.markBodyRead();
      return complete;
    }
  }

  private Response response(Invocation.Builder invocation, HttpRequest request) {
    try {
      return invocation.method(request.method());
    } catch (RuntimeException e) {
      if (!isOwn
          && PunycodeHost.isPunycode(request.origin().getHost())
          && FailureMapper.isOrWraps(e, NullPointerException.class)) {
        throw new IllegalArgumentException(
            "Jersey's connector for Apache's client cannot send to a host that begins with xn--;"
                + " the library's own client can",
            e);
      }
      throw e;
    }
  }

  /**
   * Returns whether the response may come from a proxy. The library's own client uses no proxy, a
   * proxy needs a tunnel for {@code https} only, and its challenge has the status 407.
   */
  private boolean mayBeOfProxy(HttpRequest request, Response response) {
    boolean successful = response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL;
    return !isOwn
        && !successful
        && response.getStatus() != UNAUTHORIZED
        && "https".equalsIgnoreCase(request.origin().getScheme());
  }

  /**
   * Reads an unsuccessful response. It may come from the server or from the proxy, and this is
   * known only after the response was closed. So the whole body is read first, and then passed to
   * the sink of a transfer, if it has one.
   *
   * @throws ProxyRefusedException if the response comes from the proxy
   */
  private static HttpResponse readUnsuccessful(
      Step.Exchange<?> step, Response response, Exchange exchange) throws IOException {
    HttpResponse head = toResponse(response, new byte[0]);
    byte[] body;
    try {
      body = BodyReader.read(response, step.maxBodyBytes(), exchange);
      exchange.markBodyRead();
    } catch (IOException | BodyTooLargeException e) {
      // Reading may fail because Apache's client keeps only the beginning of a proxy's long body.
      // Then the refusal by the proxy is the failure to report.
      closeAndRequireServer(response, exchange);
      if (step instanceof Step.Transfer<?> transfer) {
        sinkFor(transfer, head); // The call decides by the head, also if there is no body.
      }
      throw e;
    }
    closeAndRequireServer(response, exchange);
    if (step instanceof Step.Transfer<?> transfer) {
      exchange.requireNotEnded();
      Optional<BodySink> sink = sinkFor(transfer, head);
      if (sink.isPresent()) {
        BodyReader.write(sink.get(), ByteBuffer.wrap(body));
        return head;
      }
    }
    return toResponse(response, body);
  }

  private static void closeAndRequireServer(Response response, Exchange exchange)
      throws ProxyRefusedException {
    try {
      response.close();
    } catch (ProcessingException e) {
      // Closing aborts a connection whose body was not read. The caller knows why it was not.
    }
    if (exchange.isRefusedByProxy()) {
      throw new ProxyRefusedException(response.getStatus());
    }
  }

  /** Passes the body to the sink of the transfer, or reads it into memory if there is no sink. */
  private static HttpResponse transfer(
      Step.Transfer<?> transfer, Response response, Exchange exchange) throws IOException {
    exchange.requireNotEnded();
    HttpResponse head = toResponse(response, new byte[0]);
    Optional<BodySink> sink = sinkFor(transfer, head);
    if (sink.isEmpty()) {
      return withBody(transfer, response, exchange);
    }
    BodyReader.transfer(response, sink.get(), exchange);
    return head;
  }

  private static Optional<BodySink> sinkFor(Step.Transfer<?> transfer, HttpResponse head)
      throws SinkException {
    try {
      return transfer.sinkFor().apply(head);
    } catch (RuntimeException thrown) {
      throw new SinkException(thrown);
    }
  }

  private static HttpResponse withBody(Step.Exchange<?> step, Response response, Exchange exchange)
      throws IOException {
    return toResponse(response, BodyReader.read(response, step.maxBodyBytes(), exchange));
  }

  private static HttpResponse toResponse(Response response, byte[] body) {
    return HttpResponse.of(response.getStatus(), headers(response), body);
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
            .target(isOwn ? PunycodeHost.withPrefix(request.uri()) : request.uri())
            .request()
            .property(Apache5ClientProperties.CONNECTION_CLOSING_STRATEGY, exchange)
            // Without this, Jersey adds a User-Agent of its own.
            .header(HttpHeaders.USER_AGENT, null);
    if (isOwn) {
      exchange.setHeaderFields(request.headers());
      return builder;
    }
    builder
        .property(ClientProperties.FOLLOW_REDIRECTS, false)
        .property(ClientProperties.READ_TIMEOUT, exchange.timeoutMillis());
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
