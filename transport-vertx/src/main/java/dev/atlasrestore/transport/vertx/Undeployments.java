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
 * Tells when a verticle is undeployed, and when Vert.x is closed. Vert.x cancels the timers of an
 * undeployed verticle without a word, so that an exchange under way would have no end any more, and
 * has no public hook for that moment. But it unregisters a verticle's event bus consumers then, all
 * others when it closes, and tells each: so there is one consumer for every verticle, and one for
 * all contexts that belong to none, on an address that nobody sends to.
 */
final class Undeployments implements AutoCloseable {

  private static final String ADDRESS = "dev.atlasrestore.transport.vertx.undeployments";
  private static final String NO_VERTICLE = "";

  private final Vertx vertx;
  private final Consumer<@Nullable String> listener;
  private final Map<String, MessageConsumer<?>> consumers = new ConcurrentHashMap<>();

  /**
   * Tells this listener.
   *
   * @param listener takes the id of the deployment, or null when Vert.x is closed
   */
  Undeployments(Vertx vertx, Consumer<@Nullable String> listener) {
    this.vertx = vertx;
    this.listener = listener;
  }

  /** Watches over the verticle of this context, the current one; false if Vert.x is closed. */
  boolean watch(Context context) {
    String deploymentId = Objects.requireNonNullElse(context.deploymentID(), NO_VERTICLE);
    try {
      return consumers.containsKey(deploymentId)
          || consumers.computeIfAbsent(deploymentId, this::consumer) != null;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  private MessageConsumer<?> consumer(String deploymentId) {
    return vertx
        .eventBus()
        .localConsumer(ADDRESS, nothing -> {})
        .endHandler(
            unregistered -> {
              consumers.remove(deploymentId);
              listener.accept(deploymentId.equals(NO_VERTICLE) ? null : deploymentId);
            });
  }

  /** Watches no more, and tells nothing any more. */
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
