package dev.atlasrestore.transport.vertx;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notifies a listener when a verticle is undeployed and when Vert.x is closed.
 *
 * <p>The calls of an undeployed verticle must end, because otherwise they would hold connections
 * and timers for results that nothing uses. Vert.x has no public hook for this event. But it
 * unregisters the event bus consumers of the verticle and calls their end handlers. When Vert.x
 * closes, it does the same with the consumers that belong to no verticle. So this class registers
 * one consumer for each verticle, and one for all contexts outside of verticles. Their address
 * receives no messages.
 *
 * <p>Safe for use by many threads. The listener runs on the context of the undeployed verticle.
 */
final class UndeployHook implements AutoCloseable {

  private static final String ADDRESS = "dev.atlasrestore.transport.vertx.undeployments";
  private static final String NO_VERTICLE = "";

  private final Vertx vertx;
  private final Consumer<@Nullable String> listener;
  private final Map<String, MessageConsumer<?>> consumers = new ConcurrentHashMap<>();

  /**
   * Creates a hook that watches no verticle yet.
   *
   * @param listener receives the id of the deployment that ended, or null when Vert.x is closed
   */
  UndeployHook(Vertx vertx, Consumer<@Nullable String> listener) {
    this.vertx = vertx;
    this.listener = listener;
  }

  /**
   * Watches the verticle of this context, which must be the current one.
   *
   * @return false if Vert.x is closed
   */
  boolean watch(Context context) {
    String deploymentId = Objects.requireNonNullElse(context.deploymentID(), NO_VERTICLE);
    if (consumers.containsKey(deploymentId)) {
      return true;
    }
    MessageConsumer<Object> consumer = vertx.eventBus().localConsumer(ADDRESS);
    if (consumers.putIfAbsent(deploymentId, consumer) != null) {
      return true;
    }
    // Without its end handler, a consumer would miss an undeployment right after its registration.
    consumer.endHandler(unregistered -> notifyListener(deploymentId));
    try {
      consumer.handler(message -> {}); // registers the consumer
      if (consumers.get(deploymentId) != consumer) {
        consumer.endHandler(null).unregister(); // This hook was closed before the registration.
      }
      return true;
    } catch (RejectedExecutionException vertxClosed) {
      consumers.remove(deploymentId);
      return false;
    }
  }

  private void notifyListener(String deploymentId) {
    consumers.remove(deploymentId);
    listener.accept(deploymentId.equals(NO_VERTICLE) ? null : deploymentId);
  }

  /** Stops watching. The listener is not notified after this. */
  @Override
  public void close() {
    consumers
        .values()
        .removeIf(
            consumer -> {
              consumer.endHandler(null).unregister();
              return true;
            });
  }
}
