package dev.atlasrestore;

import com.google.auto.value.AutoValue;
import java.time.Duration;

/**
 * The timeouts of connections, exchanges and calls. Immutable: every {@code with…} method returns a
 * changed copy. Cannot be subclassed outside of this package.
 *
 * <p>By default 5 s to connect, 30 s for a response and 2 min for a call. The methods throw {@link
 * IllegalArgumentException} for a timeout that is not longer than zero, or longer than {@value
 * Durations#MAX_DAYS} days.
 */
@AutoValue
public abstract class Timeouts {

  private static final Timeouts DEFAULTS =
      of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

  Timeouts() {}

  private static Timeouts of(Duration connect, Duration response, Duration call) {
    return new AutoValue_Timeouts(
        Durations.requirePositive("connect", connect),
        Durations.requirePositive("response", response),
        Durations.requirePositive("call", call));
  }

  /** Returns the default timeouts: 5 s to connect, 30 s for a response, 2 min for a call. */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /** Returns a copy with this {@link #connect()} timeout. */
  public Timeouts withConnect(Duration connect) {
    return of(connect, response(), call());
  }

  /** Returns a copy with this {@link #response()} timeout. */
  public Timeouts withResponse(Duration response) {
    return of(connect(), response, call());
  }

  /** Returns a copy with this {@link #call()} timeout. */
  public Timeouts withCall(Duration call) {
    return of(connect(), response(), call);
  }

  /**
   * The timeout for connecting. On Reactor Netty and Vert.x it also limits the TLS handshake,
   * separately. On Jersey it applies to each address of the host. Applies to native clients that
   * this library creates. A supplied native client keeps its own connect timeout.
   */
  public abstract Duration connect();

  /**
   * The timeout for one exchange. It starts with the request, includes the time until a pooled
   * connection is free, and ends with the last byte of the response body.
   */
  public abstract Duration response();

  /**
   * The timeout for one {@link RestoreJobPort#get}, one {@link RestoreJobListPort#list} and one
   * poll: all exchanges, retries and the pauses between them. {@link PollPolicy#deadline()} limits
   * a wait.
   */
  public abstract Duration call();
}
