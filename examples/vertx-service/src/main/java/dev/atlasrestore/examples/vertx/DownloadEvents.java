package dev.atlasrestore.examples.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Shows a download as server-sent events. The download continues when the caller closes the
 * connection.
 */
final class DownloadEvents implements Following {

  private final BackgroundDownload download;
  private final Consumer<BackgroundDownload.Event> listener;
  private final EventStream events;
  private final Promise<Void> ended = Promise.promise();

  DownloadEvents(EventStream events, BackgroundDownload download) {
    Context own = Vertx.currentContext();
    this.download = download;
    this.events = events;
    this.listener = event -> own.runOnContext(later -> send(event));
    download.addListener(listener);
    events.onClose(() -> endWith(Future.succeededFuture()));
  }

  private void send(BackgroundDownload.Event event) {
    if (event.isLast()) {
      events.send(event.name(), event.data());
      endWith(events.end());
    } else if (!events.isFull()) {
      events.send(event.name(), event.data());
    }
  }

  private void endWith(Future<Void> sent) {
    download.removeListener(listener);
    sent.onComplete(end -> ended.tryComplete());
  }

  @Override
  public Future<Void> ended() {
    return ended.future();
  }

  /** Ends the response. The client ends the download when it is closed. */
  @Override
  public void cancel() {
    endWith(events.fail(new CancellationException()));
  }
}
