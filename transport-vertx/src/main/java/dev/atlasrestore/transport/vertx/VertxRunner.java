package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.Step;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs conversations on Vert.x, each on its caller's context; knows those under way, and ends them
 * when it is closed, when their verticle is undeployed, or when Vert.x closes.
 */
final class VertxRunner implements AutoCloseable {

  private final Vertx vertx;
  private final WebClient client;
  private final boolean gripped;
  private final Undeployments undeployments;
  private final ElapsedClock clock = new ElapsedClock();
  private final Set<Conversation<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  VertxRunner(Vertx vertx, WebClient client) {
    this.vertx = vertx;
    this.client = client;
    this.gripped = ConnectionGrip.on(client);
    this.undeployments = new Undeployments(vertx, this::undeployed);
  }

  /** Starts a conversation on the caller's context, or on one of its own if the caller has none. */
  <T extends @Nullable Object> Conversation<T> start(Call<T> call) {
    return start(call, vertx.getOrCreateContext());
  }

  /**
   * Starts several, side by side on one context. Where one fails so does the whole, and the others
   * are ended.
   */
  <T> Future<List<T>> startAll(List<Call<T>> calls) {
    Context context = vertx.getOrCreateContext();
    List<Conversation<T>> all = calls.stream().map(call -> start(call, context)).toList();
    return Future.all(all.stream().map(Conversation::future).toList())
        .map(CompositeFuture::<T>list)
        .onFailure(error -> all.forEach(each -> each.end(error)));
  }

  private <T extends @Nullable Object> Conversation<T> start(Call<T> call, Context context) {
    Conversation<T> conversation = new Conversation<>(this, context);
    running.add(conversation);
    boolean watched = !closed && undeployments.watch(context);
    if (watched && !closed) {
      conversation.begin(call);
    } else {
      close(); // again: what has come after the first time is ended too
    }
    return conversation;
  }

  /** A verticle is told nothing once it is gone; who calls from outside must not hang. */
  private void undeployed(@Nullable String deploymentId) {
    for (Conversation<?> conversation : running) {
      if (conversation.isOf(deploymentId)) {
        if (deploymentId == null) {
          conversation.end(TransportException.clientClosed());
        } else {
          conversation.forget();
        }
      }
    }
  }

  Vertx vertx() {
    return vertx;
  }

  WebClient client() {
    return client;
  }

  Instant now() {
    return clock.instant();
  }

  Exchange exchange(Step.Send<?> send) {
    return new Exchange(send.request(), send.maxBodyBytes(), gripped);
  }

  void hasEnded(Conversation<?> conversation) {
    running.remove(conversation);
  }

  /** Ends every conversation under way and each later one. */
  @Override
  public void close() {
    closed = true;
    undeployments.close();
    running.forEach(conversation -> conversation.end(TransportException.clientClosed()));
  }
}
