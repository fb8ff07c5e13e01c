package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.contract.ClientKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyStoreOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Native clients for the kits, and how to wait for a future in a test. */
final class Clients {

  /** So long a connection may take to be made: what gives it up lets the stack finish that. */
  private static final Duration BRIEF = Duration.ofSeconds(2);

  private static final AtlasConfig CONFIG =
      AtlasConfig.of(URI.create("https://127.0.0.1"), new ApiKey("public", "private"))
          .withTimeouts(Timeouts.defaults().withConnect(BRIEF));

  private Clients() {}

  static WebClient of(Vertx vertx, ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return OwnClient.on(vertx, CONFIG);
    }
    WebClientOptions options = new WebClientOptions();
    options.setSslHandshakeTimeout(BRIEF.toSeconds());
    if (kind instanceof ClientKind.Pooled pooled) {
      return OwnClient.pooled(vertx, options, pooled.connections());
    } else if (kind instanceof ClientKind.Trusting trusting) {
      options.setTrustOptions(trust(trusting.trusted()));
    }
    return WebClient.create(vertx, options);
  }

  private static TrustOptions trust(KeyStore trusted) {
    String password = "for the way only";
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

  /** Waits, and throws the very error that the future failed with. */
  static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException | CompletionException e) {
      throw Clients.<RuntimeException>same(e.getCause());
    }
  }

  /**
   * Closes it, and waits for that; not for ever, since Vert.x 5 may not finish closing if its pool
   * gives a waiter up in that moment.
   */
  static void close(Vertx vertx) {
    Object notClosed = new Object();
    Object closed =
        vertx
            .close()
            .toCompletionStage()
            .<Object>thenApply(done -> vertx)
            .toCompletableFuture()
            .completeOnTimeout(notClosed, 15, TimeUnit.SECONDS)
            .join();
    if (closed == notClosed) {
      System.err.println("Vert.x has not finished closing; left to itself");
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException same(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
