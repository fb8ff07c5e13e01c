package dev.atlasrestore.verification.server.vertx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atlasrestore.verification.server.Counts;
import dev.atlasrestore.verification.server.ParentProcess;
import dev.atlasrestore.verification.server.RestoreJobResource;
import dev.atlasrestore.verification.server.ServerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.htdigest.HtdigestAuth;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.DigestAuthHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Protects a restore job with Vert.x Web's {@link DigestAuthHandler}. */
public final class VertxWebServer {
  private VertxWebServer() {}

  /** Starts the server and does not return; see {@link ServerOptions} and {@link ParentProcess}. */
  public static void main(String[] arguments) throws Exception {
    ServerOptions options = ServerOptions.of(arguments, ServerOptions.NONCE_LIFETIME);
    Vertx vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router(vertx, options, new Counts()))
            .listen(options.port(), "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    ParentProcess.serve(server.actualPort());
  }

  private static Router router(Vertx vertx, ServerOptions options, Counts counts) throws Exception {
    HtdigestAuth users = users(vertx, options);
    long lifetimeMillis =
        options
            .nonceLifetime()
            .map(Duration::toMillis)
            .orElse(DigestAuthHandler.DEFAULT_NONCE_EXPIRE_TIMEOUT);
    Router router = Router.router(vertx);
    router.route().handler(context -> count(context, counts));
    router.route("/api/*").handler(DigestAuthHandler.create(vertx, users, lifetimeMillis));
    router.route("/api/*").handler(VertxWebServer::restoreJob);
    return router;
  }

  private static HtdigestAuth users(Vertx vertx, ServerOptions options) throws Exception {
    String a1 = options.user() + ":" + options.realm() + ":";
    byte[] ha1 = MessageDigest.getInstance("MD5").digest((a1 + options.password()).getBytes(UTF_8));
    Path file = Files.createTempFile("users", ".htdigest");
    try {
      Files.writeString(file, a1 + HexFormat.of().formatHex(ha1) + "\n");
      return HtdigestAuth.create(vertx, file.toString());
    } finally {
      Files.delete(file);
    }
  }

  private static void count(RoutingContext context, Counts counts) {
    HttpServerRequest request = context.request();
    Optional<String> countsBody = counts.respondTo(request.method().name(), request.path());
    if (countsBody.isPresent()) {
      respond(context, countsBody.get());
      return;
    }
    context.addHeadersEndHandler(
        ignored -> counts.responded(request.connection(), context.response().getStatusCode()));
    context.next();
  }

  private static void restoreJob(RoutingContext context) {
    if (RestoreJobResource.isAt(context.request().path())) {
      respond(context, RestoreJobResource.JSON);
    } else {
      context.next();
    }
  }

  private static void respond(RoutingContext context, String json) {
    context.response().putHeader("Content-Type", "application/json").end(json);
  }
}
