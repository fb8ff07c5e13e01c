package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.Running;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyStoreOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Creates native clients for the kits, waits for futures, and closes Vert.x. */
final class Clients {

  /**
   * Limits how long connecting takes. Vert.x finishes connecting even if the call that needs the
   * connection was cancelled.
   */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(CONNECT_TIMEOUT));

  private Clients() {}

  static WebClient of(Vertx vertx, ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return OwnClient.create(vertx, CONFIG);
    }
    WebClientOptions options = new WebClientOptions();
    options.setSslHandshakeTimeout(CONNECT_TIMEOUT.toSeconds());
    if (kind instanceof ClientKind.Pooled pooled) {
      return OwnClient.createPooled(vertx, options, pooled.connections());
    } else if (kind instanceof ClientKind.Trusting trusting) {
      options.setTrustOptions(trustOptions(trusting.trusted()));
    } else if (kind instanceof ClientKind.Proxied proxied) {
      options.setTrustOptions(trustOptions(proxied.trusted()));
      options.setProxyOptions(
          new ProxyOptions()
              .setHost(proxied.proxy().getHost())
              .setPort(proxied.proxy().getPort())
              .setUsername("proxy-user")
              .setPassword("s3cr3t"));
    }
    return WebClient.create(vertx, options);
  }

  private static TrustOptions trustOptions(KeyStore trusted) {
    String password = "of a temporary copy";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      trusted.store(bytes, password.toCharArray());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
    return new KeyStoreOptions()
        .setType("PKCS12")
        .setValue(Buffer.buffer(bytes.toByteArray()))
        .setPassword(password);
  }

  /** Waits for the future, and throws the same exception instance with which it failed. */
  static <T> T await(Future<T> future) throws InterruptedException {
    return Running.of(future.toCompletionStage().toCompletableFuture()).await();
  }

  /**
   * Closes Vert.x and waits for that, at most 15 seconds: Vert.x 5 may never finish if its pool
   * removes a waiting request at the same moment.
   */
  static void close(Vertx vertx) {
    Object notClosed = new Object();
    Object result =
        vertx
            .close()
            .toCompletionStage()
            .<Object>thenApply(closed -> vertx)
            .toCompletableFuture()
            .completeOnTimeout(notClosed, 15, TimeUnit.SECONDS)
            .join();
    if (result == notClosed) {
      System.err.println("Vert.x was not closed within 15 seconds; the test goes on");
    }
  }
}
