package dev.atlasrestore.spring;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.TransportException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how the last call ended. Health checks read it, so they need no request of their own.
 *
 * <p>The service is healthy if it responded, also with an error about one job, for example 404. It
 * is not healthy if it refused the key or access, if no usable response arrived, or if its status
 * was 5xx.
 */
final class LastCall implements CallListener {

  private static final int FIRST_SERVER_ERROR = 500;
  private static final List<Class<?>> UNHEALTHY =
      List.of(
          AuthenticationException.class,
          AccessDeniedException.class,
          DecodingException.class,
          TransportException.class);

  /**
   * The end of a call.
   *
   * @param failure the simple name of the exception, if there was one
   * @param isHealthy whether the service responded as it should
   */
  record Outcome(Instant ended, Optional<String> failure, boolean isHealthy) {}

  private final InstantSource clock;
  private volatile @Nullable Outcome last;

  LastCall(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void on(CallEvent event) {
    if (event instanceof CallEvent.Done done) {
      boolean isHealthy =
          done.failure().stream().noneMatch(UNHEALTHY::contains)
              && done.status().stream().noneMatch(status -> status >= FIRST_SERVER_ERROR);
      last = new Outcome(clock.instant(), done.failure().map(Class::getSimpleName), isHealthy);
    }
  }

  /** Returns the end of the last call, or empty if no call has ended yet. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(last);
  }
}
