package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.RestoreJobRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A port whose calls can be cancelled one by one. The rules about cancelling apply only to such
 * ports. The calls of any other port end when the port is closed.
 */
public interface CancellablePort extends OpenPort {

  /**
   * Adds cancellable operations to a port.
   *
   * @param port the port, which stays open until the result is closed
   * @param reads see {@link #reads()}
   * @param waits see {@link #waits()}
   */
  static CancellablePort of(
      OpenPort port,
      Map<String, Function<RestoreJobRef, Running<?>>> reads,
      Map<String, Function<RestoreJobRef, Running<?>>> waits) {
    return new AdaptedCancellablePort(port, reads, waits, Optional.empty());
  }

  /**
   * Adds cancellable operations to a port, with a download.
   *
   * @param port the port, which stays open until the result is closed
   * @param reads see {@link #reads()}
   * @param waits see {@link #waits()}
   * @param download see {@link #download()}
   */
  static CancellablePort of(
      OpenPort port,
      Map<String, Function<RestoreJobRef, Running<?>>> reads,
      Map<String, Function<RestoreJobRef, Running<?>>> waits,
      StartedDownload download) {
    return new AdaptedCancellablePort(port, reads, waits, Optional.of(download));
  }

  /**
   * Returns the cancellable operations that read a job once, by a name for reports. Each function
   * starts its operation for a job and returns at once. {@link Running#cancel()} cancels it in the
   * way of the transport's stack.
   */
  Map<String, Function<RestoreJobRef, Running<?>>> reads();

  /** Returns the cancellable operations that wait for the end of a job, in the same form. */
  Map<String, Function<RestoreJobRef, Running<?>>> waits();

  /** Starts a download and returns at once. */
  @FunctionalInterface
  interface StartedDownload {
    /** Starts a download of the job's file to a path. {@link Running#cancel()} cancels it. */
    Running<?> start(RestoreJobRef ref, Path target, DownloadOptions options);
  }

  /** Returns the cancellable download; empty if the port has none. */
  default Optional<StartedDownload> download() {
    return Optional.empty();
  }
}
