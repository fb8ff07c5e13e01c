package dev.atlasrestore.examples.jakartaee;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the events of a download to one caller. Uses one thread until the download has ended or the
 * caller has closed the connection. A slow caller delays only its own events.
 */
final class DownloadEvents implements Runnable {

  private static final long HEARTBEAT_MILLIS = 15_000;
  private static final long SEND_SECONDS = 60;

  private final BackgroundDownload download;
  private final SseEventSink sink;
  private final Sse sse;

  DownloadEvents(BackgroundDownload download, SseEventSink sink, Sse sse) {
    this.download = download;
    this.sink = sink;
    this.sse = sse;
  }

  @Override
  public void run() {
    try (sink) {
      try {
        sendAll();
      } catch (InterruptedException e) { // at undeployment
        send(event("problem", Problem.of(503, "The service is shutting down")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The caller has closed the connection, or has read nothing for a minute.
    }
  }

  private void sendAll() throws InterruptedException, ExecutionException, TimeoutException {
    BackgroundDownload.Event sent = null;
    do {
      BackgroundDownload.Event next = download.next(sent, HEARTBEAT_MILLIS);
      send(next == sent ? heartbeat() : event(next.name(), next.data()));
      sent = next;
    } while (!sent.isLast() && !sink.isClosed());
  }

  private void send(OutboundSseEvent event)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      sink.send(event).toCompletableFuture().get(SEND_SECONDS, TimeUnit.SECONDS);
    } catch (IllegalStateException e) {
      throw new ExecutionException(e); // the sink was closed in the meantime
    }
  }

  private OutboundSseEvent heartbeat() {
    return sse.newEventBuilder().comment("still waiting").build();
  }

  private OutboundSseEvent event(String name, Object data) {
    return sse.newEventBuilder()
        .name(name)
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(data)
        .build();
  }
}
