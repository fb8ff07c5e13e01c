package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreDownloadPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobPort;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The blocking view of a transport: every method waits for the result, and throws the error of a
 * failed call as the same instance.
 *
 * <p>If the port also implements {@code RestoreBatchPort<List<RestoreJob>>}, the rules about
 * batches apply. If it implements {@code RestoreJobListPort<List<RestoreJob>>}, the rules about
 * lists apply. If it implements {@code RestoreDownloadPort<DownloadedArchive>}, the rules about
 * downloads apply. If it implements {@link CancellablePort}, the rules about cancelling apply.
 */
public interface OpenPort extends RestoreJobPort<RestoreJob>, AutoCloseable {

  /**
   * Adapts a port whose methods block.
   *
   * @param port the port. If it is a {@link RestoreBatchPort} or a {@link RestoreJobListPort}, the
   *     results of both must be lists of jobs. If it is a {@link RestoreDownloadPort}, its results
   *     must be archives
   * @param close closes the port and its native client
   */
  static OpenPort of(RestoreJobPort<RestoreJob> port, Runnable close) {
    return of(port, value -> value, close);
  }

  /**
   * Adapts a port whose methods return a future, a publisher or the like.
   *
   * <pre>{@code
   * OpenPort.of(jobs, mono -> ((Mono<?>) mono).block(), jobs::close)
   * }</pre>
   *
   * @param port the port. If it is a {@link RestoreBatchPort}, a {@link RestoreJobListPort} or a
   *     {@link RestoreDownloadPort}, its batches, lists and downloads are adapted too
   * @param await waits for the value of such a result and returns it. If the call fails, throws its
   *     error, unwrapped
   * @param close closes the port and its native client
   */
  static OpenPort of(RestoreJobPort<?> port, Function<Object, ?> await, Runnable close) {
    return new AdaptedPort(port, await, close);
  }

  /** Returns the port for batches, if this port has one. */
  @SuppressWarnings("unchecked") // A blocking port returns a batch as a list.
  default Optional<RestoreBatchPort<List<RestoreJob>>> batches() {
    return this instanceof RestoreBatchPort<?> batches
        ? Optional.of((RestoreBatchPort<List<RestoreJob>>) batches)
        : Optional.empty();
  }

  /** Returns the port for lists, if this port has one. */
  @SuppressWarnings("unchecked") // A blocking port returns the jobs themselves, as a List.
  default Optional<RestoreJobListPort<List<RestoreJob>>> lists() {
    return this instanceof RestoreJobListPort<?> lists
        ? Optional.of((RestoreJobListPort<List<RestoreJob>>) lists)
        : Optional.empty();
  }

  /** Returns the port for downloads, if this port has one. */
  @SuppressWarnings("unchecked") // A blocking port returns the archive itself.
  default Optional<RestoreDownloadPort<DownloadedArchive>> downloads() {
    return this instanceof RestoreDownloadPort<?> downloads
        ? Optional.of((RestoreDownloadPort<DownloadedArchive>) downloads)
        : Optional.empty();
  }

  /** Closes the port and its native client, own or supplied. May be called again. */
  @Override
  void close();
}
