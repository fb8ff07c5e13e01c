package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.DownloadProgress;
import dev.atlasrestore.DownloadedArchive;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The events of one download. Safe for use by many threads. */
final class BackgroundDownload {

  /**
   * An event of a download.
   *
   * @param name {@code progress}, {@code verified}, {@code not-offered} or {@code problem}
   * @param isLast whether the download has ended
   */
  record Event(String name, JsonObject data, boolean isLast) {}

  private final Set<Consumer<Event>> listeners = new LinkedHashSet<>();
  private Event latest = new Event("progress", new JsonObject().put("bytes", 0), false);

  void progress(DownloadProgress progress) {
    JsonObject data = new JsonObject().put("bytes", progress.bytes());
    progress.total().ifPresent(total -> data.put("total", total));
    publish(new Event("progress", data, false));
  }

  void end(DownloadedArchive archive) {
    String name =
        switch (archive.verification()) {
          case VERIFIED -> "verified";
          case NOT_OFFERED -> "not-offered";
        };
    JsonObject data =
        new JsonObject()
            .put("file", archive.path().getFileName().toString())
            .put("bytes", archive.bytes())
            .put("sha1", archive.sha1());
    publish(new Event(name, data, true));
  }

  void fail(Throwable failure) {
    publish(new Event("problem", Problem.of(failure).json(), true));
  }

  private synchronized void publish(Event event) {
    latest = event;
    listeners.forEach(listener -> listener.accept(event));
  }

  synchronized boolean hasEnded() {
    return latest.isLast();
  }

  /** Adds a listener. It receives the latest event at once, and later ones on any thread. */
  synchronized void addListener(Consumer<Event> listener) {
    listener.accept(latest);
    listeners.add(listener);
  }

  synchronized void removeListener(Consumer<Event> listener) {
    listeners.remove(listener);
  }
}
