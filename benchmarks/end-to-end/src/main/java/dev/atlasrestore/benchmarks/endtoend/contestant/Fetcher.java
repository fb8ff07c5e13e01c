package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import org.jspecify.annotations.Nullable;

/** A client that reads restore jobs. Safe for use by many callers at once. */
public sealed interface Fetcher extends AutoCloseable {

  /** Closes connections and ends threads. */
  @Override
  void close();

  /** A client that reads in the calling thread. */
  non-sealed interface Blocking extends Fetcher {

    /** Reads a job. Throws if the response does not contain that job. */
    void fetch(RestoreJobRef ref) throws Exception;
  }

  /** A client that does not block the calling thread. */
  non-sealed interface Async extends Fetcher {

    /**
     * Starts to read a job. Fails if the response does not contain that job.
     *
     * @param end called once, in any thread
     */
    void fetch(RestoreJobRef ref, End end);
  }

  /** Receives the end of a fetch. */
  @FunctionalInterface
  interface End {

    /** Called with the error if the fetch has failed, else with null. */
    void ended(@Nullable Throwable error);
  }
}
