package dev.atlasrestore;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait. Immutable; every {@code with…} gives a changed copy. All are more than zero and
 * at most 36500 days.
 *
 * <p>Defaults: connect 5 s, response 30 s, call 2 min.
 */
public final class Timeouts {

  private static final Timeouts DEFAULTS =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

  private final Duration connect;
  private final Duration response;
  private final Duration call;

  private Timeouts(Duration connect, Duration response, Duration call) {
    this.connect = Durations.requirePositive("connect", connect);
    this.response = Durations.requirePositive("response", response);
    this.call = Durations.requirePositive("call", call);
  }

  /** Connect 5 s, response 30 s, call 2 min. */
  public static Timeouts defaults() {
    return DEFAULTS;
  }

  /**
   * Bounds making one connection, TLS included. Configures clients that we make; on a borrowed one
   * its own applies.
   *
   * @throws IllegalArgumentException if it is not more than zero, or longer than 36500 days
   */
  public Timeouts withConnect(Duration connect) {
    return new Timeouts(connect, response, call);
  }

  /**
   * Bounds one exchange: from sending the request, waiting for a pooled connection included, to the
   * body's last byte.
   *
   * @throws IllegalArgumentException if it is not more than zero, or longer than 36500 days
   */
  public Timeouts withResponse(Duration response) {
    return new Timeouts(connect, response, call);
  }

  /**
   * Bounds a whole {@link RestoreJobPort#get}: all exchanges, all retries and the pauses between
   * them.
   *
   * @throws IllegalArgumentException if it is not more than zero, or longer than 36500 days
   */
  public Timeouts withCall(Duration call) {
    return new Timeouts(connect, response, call);
  }

  /** Bounds making one connection. */
  public Duration connect() {
    return connect;
  }

  /** Bounds one exchange. */
  public Duration response() {
    return response;
  }

  /** Bounds a whole {@link RestoreJobPort#get}. */
  public Duration call() {
    return call;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Timeouts that
        && connect.equals(that.connect)
        && response.equals(that.response)
        && call.equals(that.call);
  }

  @Override
  public int hashCode() {
    return Objects.hash(connect, response, call);
  }

  @Override
  public String toString() {
    return "Timeouts[connect=" + connect + ", response=" + response + ", call=" + call + "]";
  }
}
