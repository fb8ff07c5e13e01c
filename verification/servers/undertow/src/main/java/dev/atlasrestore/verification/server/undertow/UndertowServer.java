package dev.atlasrestore.verification.server.undertow;

import dev.atlasrestore.verification.server.Counts;
import dev.atlasrestore.verification.server.ParentProcess;
import dev.atlasrestore.verification.server.RestoreJobResource;
import dev.atlasrestore.verification.server.ServerOptions;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.security.api.AuthenticationMode;
import io.undertow.security.handlers.AuthenticationCallHandler;
import io.undertow.security.handlers.AuthenticationConstraintHandler;
import io.undertow.security.handlers.AuthenticationMechanismsHandler;
import io.undertow.security.handlers.SecurityInitialHandler;
import io.undertow.security.idm.DigestAlgorithm;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.impl.DigestAuthenticationMechanism;
import io.undertow.security.impl.DigestQop;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Protects a restore job with Undertow's {@link DigestAuthenticationMechanism}. */
public final class UndertowServer {
  private UndertowServer() {}

  /** Starts the server and does not return; see {@link ServerOptions} and {@link ParentProcess}. */
  public static void main(String[] arguments) throws Exception {
    ServerOptions options =
        ServerOptions.of(
            arguments, ServerOptions.NONCE_LIFETIME, ServerOptions.NONCE_COUNT, ServerOptions.ONE_TIME);
    Undertow server =
        Undertow.builder()
            .addHttpListener(options.port(), "127.0.0.1")
            .setIoThreads(2)
            .setWorkerThreads(2)
            // The digest covers the target unchanged, and %2F is legal in a path segment.
            .setServerOption(UndertowOptions.DECODE_URL, false)
            .setHandler(counting(new Counts(), secured(options)))
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    ParentProcess.serve(address.getPort());
  }

  private static HttpHandler counting(Counts counts, HttpHandler next) {
    return exchange -> {
      Optional<String> countsBody =
          counts.respondTo(exchange.getRequestMethod().toString(), exchange.getRequestURI());
      if (countsBody.isPresent()) {
        respond(exchange, countsBody.get());
        return;
      }
      exchange.addResponseCommitListener(
          committed -> counts.responded(committed.getConnection(), committed.getStatusCode()));
      next.handleRequest(exchange);
    };
  }

  private static HttpHandler secured(ServerOptions options) {
    IdentityManager users = new OneUser(options.user(), options.password());
    DigestAuthenticationMechanism digest =
        new DigestAuthenticationMechanism(
            List.of(DigestAlgorithm.MD5),
            List.of(DigestQop.AUTH),
            options.realm(),
            "",
            LimitedNonces.of(options));
    HttpHandler handler = new AuthenticationCallHandler(UndertowServer::restoreJob);
    handler = new AuthenticationConstraintHandler(handler);
    handler = new AuthenticationMechanismsHandler(handler, List.of(digest));
    return new SecurityInitialHandler(AuthenticationMode.PRO_ACTIVE, users, handler);
  }

  private static void restoreJob(HttpServerExchange exchange) {
    if (RestoreJobResource.isAt(exchange.getRequestURI())) {
      respond(exchange, RestoreJobResource.JSON);
    } else {
      exchange.setStatusCode(StatusCodes.NOT_FOUND);
    }
  }

  private static void respond(HttpServerExchange exchange, String json) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(json);
  }
}
