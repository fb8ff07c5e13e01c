package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.testkit.ClientKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Native clients for the kits, and how to wait for a future in a test. */
final class Clients {

  private Clients() {}

  static WebClient of(Vertx vertx, ClientKind kind) {
    return kind instanceof ClientKind.Own
        ? WebClient.create(
            vertx, new WebClientOptions().setFollowRedirects(false).setUserAgentEnabled(false))
        : WebClient.create(vertx);
  }

  /** Waits, and throws the very error that the future failed with. */
  static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException | CompletionException e) {
      throw Clients.<RuntimeException>same(e.getCause());
    }
  }

  static void close(Vertx vertx) {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> RuntimeException same(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
