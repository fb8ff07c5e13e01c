package dev.atlasrestore.internal.step;

import java.time.Instant;

/**
 * Receives the end of a call. Exactly one of the methods is called, exactly once. See {@link
 * Steps#observeEnd}.
 */
public interface EndObserver<T> {

  /** The call has succeeded. */
  void done(T value, Instant now);

  /** The call has failed, or one of its steps has thrown. */
  void failed(Throwable error, Instant now);

  /** The runner has cancelled the call. */
  void cancelled(Instant now);
}
