package dev.atlasrestore;

import java.util.Objects;
import java.util.Optional;

/**
 * Why a request got no usable answer, and whether the server may have acted on it. What a transport
 * reports instead of an answer.
 *
 * @param fate whether the request may have reached the server
 * @param kind what went wrong
 * @param cause the stack's own exception, where there is one
 */
public record TransportFailure(Fate fate, Kind kind, Optional<Throwable> cause) {

  /** Whether the request may have reached the server. */
  public enum Fate {
    /** Certainly not: no byte of it left, for example because no connection could be made. */
    NOT_SENT,
    /** Perhaps: the connection failed after the request may have gone out. */
    UNKNOWN
  }

  /** What went wrong. */
  public enum Kind {
    /** Nobody listens there, or the network refused the connection. */
    REFUSED,
    /** The host's name does not resolve. */
    UNKNOWN_HOST,
    /** No connection, or no complete answer, within the time allowed. */
    TIMEOUT,
    /** No secure connection: certificate, host name or protocol. */
    TLS,
    /** The connection ended before an answer came. */
    CLOSED,
    /** The connection ended, or the framing broke, inside the body. */
    TRUNCATED,
    /** What came was not HTTP. */
    MALFORMED,
    /** The answer's head or body is larger than allowed. */
    TOO_LARGE,
    /** No pooled connection became free in time. */
    POOL_EXHAUSTED,
    /** The client was closed before or during the call. */
    CLIENT_CLOSED,
    /** Anything else; see the cause. */
    OTHER
  }

  /** Takes the three facts. */
  public TransportFailure {
    Objects.requireNonNull(fate, "fate");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(cause, "cause");
  }

  /** The request certainly did not reach the server. */
  public static TransportFailure notSent(Kind kind, Throwable cause) {
    return new TransportFailure(Fate.NOT_SENT, kind, Optional.of(cause));
  }

  /** The request certainly did not reach the server; there is no exception to show. */
  public static TransportFailure notSent(Kind kind) {
    return new TransportFailure(Fate.NOT_SENT, kind, Optional.empty());
  }

  /** The request may have reached the server. */
  public static TransportFailure unknown(Kind kind, Throwable cause) {
    return new TransportFailure(Fate.UNKNOWN, kind, Optional.of(cause));
  }

  /** The request may have reached the server; there is no exception to show. */
  public static TransportFailure unknown(Kind kind) {
    return new TransportFailure(Fate.UNKNOWN, kind, Optional.empty());
  }
}
