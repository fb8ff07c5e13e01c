package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJobRef;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Downloads files to one folder in the background. A download continues when its callers have
 * closed their connections, and ends when the client is closed.
 *
 * <p>Keeps the last event of each download, so that a caller that requests the events later
 * receives the end. All endpoints share this object, so it is safe for use by many threads.
 */
final class Downloads {

  /** The maximum number of downloads whose last event is kept. */
  private static final int MAX_DOWNLOADS = 64;

  private final RestoreDownloadPort<Future<DownloadedArchive>> client;
  private final Path folder;
  private final Map<RestoreJobRef, BackgroundDownload> downloads = new HashMap<>();

  Downloads(RestoreDownloadPort<Future<DownloadedArchive>> client, Path folder) {
    this.client = client;
    this.folder = folder;
  }

  /**
   * Starts a download, unless one of the same job is in progress.
   *
   * @return false if too many downloads are in progress
   */
  synchronized boolean start(RestoreJobRef ref) {
    BackgroundDownload last = downloads.get(ref);
    if (last != null && !last.hasEnded()) {
      return true;
    }
    if (downloads.size() >= MAX_DOWNLOADS) {
      downloads.values().removeIf(BackgroundDownload::hasEnded);
    }
    if (downloads.size() >= MAX_DOWNLOADS) {
      return false;
    }
    BackgroundDownload download = new BackgroundDownload();
    downloads.put(ref, download);
    client
        .download(ref, folder, DownloadOptions.defaults().withProgress(download::progress))
        .onSuccess(download::end)
        .onFailure(download::fail);
    return true;
  }

  /** Returns the most recently started download of this job. */
  synchronized Optional<BackgroundDownload> find(RestoreJobRef ref) {
    return Optional.ofNullable(downloads.get(ref));
  }
}
