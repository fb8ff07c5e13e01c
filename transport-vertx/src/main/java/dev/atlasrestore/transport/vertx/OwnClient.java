package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.AtlasConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;

/**
 * The client that is made where none is passed, with a pool of its own.
 *
 * <p>The pool's size is the one thing here that Vert.x 4.5 and 5 have no method in common for: 5
 * takes {@link PoolOptions} beside the client's options, 4.5 has the size among these.
 */
final class OwnClient {

  static final int MAX_CONNECTIONS = 256;

  private static final int MAX_HEAD_BYTES = 64 * 1024;

  private OwnClient() {}

  static WebClient on(Vertx vertx, AtlasConfig config) {
    int connectMillis =
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, config.timeouts().connect().toMillis()));
    WebClientOptions options = new WebClientOptions();
    options.setFollowRedirects(false).setUserAgentEnabled(false);
    options.setConnectTimeout(connectMillis);
    options.setSslHandshakeTimeout(connectMillis);
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setMaxHeaderSize(MAX_HEAD_BYTES);
    return pooled(vertx, options, MAX_CONNECTIONS);
  }

  /** A client with these options and at most so many connections to an origin. */
  static WebClient pooled(Vertx vertx, WebClientOptions options, int connections) {
    MethodHandle create;
    try {
      create =
          MethodHandles.publicLookup()
              .findStatic(
                  WebClient.class,
                  "create",
                  MethodType.methodType(
                      WebClient.class, Vertx.class, WebClientOptions.class, PoolOptions.class));
    } catch (ReflectiveOperationException onVertx4) {
      return WebClient.create(vertx, options.setMaxPoolSize(connections));
    }
    try {
      PoolOptions pool = new PoolOptions().setHttp1MaxSize(connections);
      return (WebClient) create.invokeExact(vertx, options, pool);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new IllegalStateException("the Web Client could not be made", checked);
    }
  }
}
