package dev.atlasrestore.benchmarks.endtoend.load;

import dev.atlasrestore.RestoreJobRef;
import org.jspecify.annotations.Nullable;

/** One way to read restore jobs; safe for use by many callers at once. */
public sealed interface Fetcher extends AutoCloseable {

  /** Gives connections, threads and timers back. */
  @Override
  void close();

  /** Reads in the thread of its caller. */
  non-sealed interface Blocking extends Fetcher {

    /** Reads this job; throws if what came is not this job. */
    void fetch(RestoreJobRef ref) throws Exception;
  }

  /** Reads while its caller does something else. */
  non-sealed interface Async extends Fetcher {

    /** Begins to read this job; the end is reported once, in any thread. */
    void fetch(RestoreJobRef ref, End end);
  }

  /** Hears of the end of a fetch. */
  @FunctionalInterface
  interface End {

    /** It has ended, with an error or without one. */
    void ended(@Nullable Throwable error);
  }
}
