package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJobRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Downloads files in the background to the folder that {@code atlas.downloads} names. A download
 * holds one thread of {@link Waits}. It continues when its callers have closed their connections,
 * and ends at undeployment.
 *
 * <p>Keeps the last event of each download, so that a caller that requests the events later
 * receives the end.
 */
@ApplicationScoped
public class Downloads {

  /** The maximum number of downloads whose last event is kept. */
  private static final int MAX_DOWNLOADS = 64;

  @Inject RestoreDownloadPort<DownloadedArchive> client;

  @Inject Waits waits;

  private final Map<RestoreJobRef, BackgroundDownload> downloads = new HashMap<>();
  Path folder;

  /** Reads the setting at deployment, so that a wrong one fails the deployment. */
  void open(@Observes Startup event) {
    folder = AtlasSettings.downloads(Keys.ofPlatform());
  }

  /** Starts a download, unless one of the same job is in progress. */
  synchronized void start(RestoreJobRef ref) {
    BackgroundDownload last = downloads.get(ref);
    if (last != null && !last.hasEnded()) {
      return;
    }
    if (downloads.size() >= MAX_DOWNLOADS) {
      downloads.values().removeIf(BackgroundDownload::hasEnded);
    }
    BackgroundDownload download = new BackgroundDownload();
    waits.run(() -> run(ref, download));
    downloads.put(ref, download);
  }

  private void run(RestoreJobRef ref, BackgroundDownload download) {
    try {
      DownloadOptions options = DownloadOptions.defaults().withProgress(download::progress);
      download.end(client.download(ref, folder, options));
    } catch (AtlasException e) {
      download.fail(AtlasFailures.problem(e));
    } catch (RuntimeException | Error e) {
      download.fail(Problem.of(500, "The download failed"));
      throw e;
    }
  }

  /** Returns the most recently started download of this job. */
  synchronized Optional<BackgroundDownload> find(RestoreJobRef ref) {
    return Optional.ofNullable(downloads.get(ref));
  }
}
