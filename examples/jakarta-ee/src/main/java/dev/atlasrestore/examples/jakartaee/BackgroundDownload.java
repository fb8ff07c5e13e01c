package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.DownloadProgress;
import dev.atlasrestore.DownloadedArchive;
import java.util.OptionalLong;

/** The latest event of one download. Safe for use by many threads. */
final class BackgroundDownload {

  /**
   * An event of a download.
   *
   * @param name {@code progress}, {@code verified}, {@code not-offered} or {@code problem}
   * @param data the data of the event, which becomes JSON
   * @param isLast whether the download has ended
   */
  record Event(String name, Object data, boolean isLast) {}

  /**
   * The progress of a download.
   *
   * @param bytes the number of bytes that are written
   * @param total the size of the file, if Atlas has sent it
   */
  public record Progress(long bytes, OptionalLong total) {}

  /**
   * A file that was downloaded.
   *
   * @param file its name, without the folder
   */
  public record Archive(String file, long bytes, String sha1) {}

  private Event latest = new Event("progress", new Progress(0, OptionalLong.empty()), false);

  void progress(DownloadProgress progress) {
    publish(new Event("progress", new Progress(progress.bytes(), progress.total()), false));
  }

  void end(DownloadedArchive archive) {
    String name =
        switch (archive.verification()) {
          case VERIFIED -> "verified";
          case NOT_OFFERED -> "not-offered";
        };
    String file = archive.path().getFileName().toString();
    publish(new Event(name, new Archive(file, archive.bytes(), archive.sha1()), true));
  }

  void fail(Problem problem) {
    publish(new Event("problem", problem, true));
  }

  private synchronized void publish(Event event) {
    latest = event;
    notifyAll();
  }

  synchronized boolean hasEnded() {
    return latest.isLast();
  }

  /**
   * Returns the latest event. If the caller has seen it, first waits about this long for another
   * one.
   *
   * @param seen the event that this method returned last; null in the first call
   */
  synchronized Event next(Event seen, long millis) throws InterruptedException {
    if (latest == seen) {
      wait(millis); // may end early, which does no harm
    }
    return latest;
  }
}
