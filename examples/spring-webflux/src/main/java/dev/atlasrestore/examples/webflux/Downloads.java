package dev.atlasrestore.examples.webflux;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadProgress;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJobRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

/**
 * Downloads files in the background to the folder that {@code atlas.downloads} names. A download
 * continues when its callers have closed their connections, and ends when the application stops.
 *
 * <p>Keeps the last event of each download, so that a caller that requests the events later
 * receives the end.
 */
@Component
class Downloads {

  /** The maximum number of downloads whose last event is kept. */
  private static final int MAX_DOWNLOADS = 64;

  private final RestoreDownloadPort<Mono<DownloadedArchive>> client;
  private final Path folder;
  private final Map<RestoreJobRef, Download> downloads = new HashMap<>();

  Downloads(
      RestoreDownloadPort<Mono<DownloadedArchive>> client,
      @Value("${atlas.downloads}") String folder) {
    if (folder.isBlank() || !Files.isDirectory(Path.of(folder))) {
      throw new InvalidConfigurationPropertyValueException(
          "atlas.downloads", folder, "ATLAS_DOWNLOADS must name a folder that exists");
    }
    this.client = client;
    this.folder = Path.of(folder);
  }

  /** Starts a download, unless one of the same job is in progress. */
  synchronized void start(RestoreJobRef ref) {
    Download last = downloads.get(ref);
    if (last != null && !last.ended) {
      return;
    }
    if (downloads.size() >= MAX_DOWNLOADS) {
      downloads.values().removeIf(download -> download.ended);
    }
    if (downloads.size() >= MAX_DOWNLOADS) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "Too many downloads are in progress. Try again later");
    }
    Download download = new Download();
    downloads.put(ref, download);
    client
        .download(ref, folder, DownloadOptions.defaults().withProgress(download::progress))
        .subscribe(download::end, download::fail);
  }

  /**
   * Emits the events of the most recently started download of this job, beginning with the latest
   * one. The last event of a download is {@code verified}, {@code not-offered} or {@code problem}.
   */
  synchronized Flux<ServerSentEvent<Object>> events(RestoreJobRef ref) {
    Download download = downloads.get(ref);
    return download == null
        ? Flux.error(
            new ResponseStatusException(
                HttpStatus.NOT_FOUND, "No download of this job was started"))
        : download.events.asFlux().onBackpressureLatest();
  }

  /** The state of one download. */
  private static final class Download {

    /** A sink rejects an event while another thread emits one, so the thread tries again. */
    private static final EmitFailureHandler RETRY =
        EmitFailureHandler.busyLooping(Duration.ofSeconds(1));

    final Sinks.Many<ServerSentEvent<Object>> events = Sinks.many().replay().latest();
    volatile boolean ended;

    Download() {
      emit("progress", new Progress(0, OptionalLong.empty()));
    }

    void progress(DownloadProgress progress) {
      emit("progress", new Progress(progress.bytes(), progress.total()));
    }

    void end(DownloadedArchive archive) {
      ended = true;
      String name =
          switch (archive.verification()) {
            case VERIFIED -> "verified";
            case NOT_OFFERED -> "not-offered";
          };
      emit(name, Archive.of(archive));
      events.emitComplete(RETRY);
    }

    void fail(Throwable error) {
      ended = true;
      if (error instanceof AtlasException failure) {
        emit("problem", Problems.of(failure).getBody());
        events.emitComplete(RETRY);
      } else {
        events.emitError(error, RETRY);
      }
    }

    private void emit(String name, Object data) {
      events.emitNext(RestoreEvents.event(name, data), RETRY);
    }
  }

  /**
   * The progress of a download.
   *
   * @param bytes the number of bytes that are written
   * @param total the size of the file, if the service has sent it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Progress(long bytes, OptionalLong total) {}

  /**
   * A file that was downloaded.
   *
   * @param file its name, without the folder
   */
  record Archive(String file, long bytes, String sha1) {

    static Archive of(DownloadedArchive archive) {
      return new Archive(archive.path().getFileName().toString(), archive.bytes(), archive.sha1());
    }
  }
}
