package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.exchange.TransportLimits;
import io.vertx.core.Vertx;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;

/**
 * Creates the Web Client of a {@link VertxRestoreJobs} to which the application supplies none.
 *
 * <p>Vert.x 4.5 and 5 have no common method that sets the size of the connection pool. Vert.x 4.5
 * takes it from the options of the client. Vert.x 5 takes it from {@link PoolOptions}, in a {@code
 * create} method that 4.5 does not have. This class looks that method up when it runs.
 */
final class OwnClient {

  /**
   * Netty reads at most this much at once. With the default of 8 KiB, a download of 1 GiB takes 3.1
   * seconds of CPU time instead of 2.5.
   */
  private static final int MAX_CHUNK_BYTES = 64 * 1024;

  private OwnClient() {}

  /** Creates a client with the connect timeout of this configuration and its own pool. */
  static WebClient create(Vertx vertx, AtlasConfig config) {
    int connectMillis =
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, config.timeouts().connect().toMillis()));
    WebClientOptions options = new WebClientOptions();
    options.setFollowRedirects(false).setUserAgentEnabled(false);
    options.setConnectTimeout(connectMillis);
    options.setSslHandshakeTimeout(connectMillis);
    options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setMaxInitialLineLength(TransportLimits.MAX_HEAD_BYTES);
    options.setMaxHeaderSize(TransportLimits.MAX_HEAD_BYTES);
    options.setMaxChunkSize(MAX_CHUNK_BYTES);
    return createPooled(vertx, options, TransportLimits.MAX_CONNECTIONS);
  }

  /**
   * Creates a client with these options.
   *
   * @param maxConnections the largest number of connections to one origin
   */
  static WebClient createPooled(Vertx vertx, WebClientOptions options, int maxConnections) {
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
      return WebClient.create(vertx, options.setMaxPoolSize(maxConnections));
    }
    try {
      PoolOptions pool = new PoolOptions().setHttp1MaxSize(maxConnections);
      return (WebClient) create.invokeExact(vertx, options, pool);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new IllegalStateException("Vert.x 5 could not create the Web Client", checked);
    }
  }
}
