package dev.atlasrestore.examples.vertx;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * A response of server-sent events. Sends a comment at each heartbeat, which keeps proxies from
 * closing an idle connection.
 *
 * <p>A failure before the first event or comment gets an ordinary error response. Later the status
 * has already been sent, so a {@code problem} event ends the stream.
 */
final class EventStream {

  private final RoutingContext context;
  private final HttpServerResponse response;
  private final long heartbeat;

  /** Creates a response without events. */
  EventStream(RoutingContext context, Duration heartbeat) {
    this.context = context;
    this.response = context.response();
    this.heartbeat =
        context.vertx().setPeriodic(heartbeat.toMillis(), tick -> write(": still waiting\n\n"));
    onClose(() -> {});
  }

  /** Sets what happens when the caller closes the connection. */
  void onClose(Runnable action) {
    response.closeHandler(
        closed -> {
          stopHeartbeat();
          action.run();
        });
  }

  private void stopHeartbeat() {
    context.vertx().cancelTimer(heartbeat);
  }

  /** Sends an event. Does nothing if the connection is closed. */
  void send(String name, JsonObject data) {
    write("event: " + name + "\ndata: " + data.encode() + "\n\n");
  }

  private void write(String text) {
    if (response.closed() || response.ended()) {
      return;
    }
    if (!response.headWritten()) {
      response.setChunked(true);
      response.putHeader("Content-Type", "text/event-stream");
      response.putHeader("Cache-Control", "no-store");
    }
    response.write(text);
  }

  /** Returns whether the caller reads more slowly than this stream sends. */
  boolean isFull() {
    return response.writeQueueFull();
  }

  /** Ends the response. */
  Future<Void> end() {
    stopHeartbeat();
    return response.closed() || response.ended() ? Future.succeededFuture() : response.end();
  }

  /** Ends the response with a problem. */
  Future<Void> fail(Throwable failure) {
    if (response.headWritten()) {
      send("problem", Problem.of(failure).json());
      return end();
    }
    stopHeartbeat();
    if (!response.closed()) {
      context.fail(failure);
    }
    return Future.succeededFuture();
  }
}
