package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a request got no usable response. A transport reports it instead of a response.
 *
 * @param fate whether the request may have reached the server
 * @param kind the kind of the failure
 * @param cause the exception of the HTTP stack, if there is one
 */
public record TransportFailure(Fate fate, Kind kind, Optional<Throwable> cause)
    implements Serializable {

  /** Says whether the request may have reached the server. */
  public enum Fate {
    /** The request did not reach the server. For example, no connection could be opened. */
    NOT_SENT,
    /** The request may have reached the server: the failure came after sending had begun. */
    UNKNOWN
  }

  /** The kinds of failure. */
  public enum Kind {
    /** The connection was refused: no server listens on this port, or the network rejects it. */
    REFUSED,
    /** The host name cannot be resolved. */
    UNKNOWN_HOST,
    /** The connection or the complete response took longer than its timeout. */
    TIMEOUT,
    /** The TLS handshake failed: certificate, host name or protocol version. */
    TLS,
    /** The connection was closed before a response arrived. */
    CLOSED,
    /** The response body ended too early: the connection was closed, or the framing is invalid. */
    TRUNCATED,
    /** The bytes that arrived are not HTTP. */
    MALFORMED,
    /** The head or the body of the response is larger than its limit. */
    TOO_LARGE,
    /** No pooled connection became free in time. */
    POOL_EXHAUSTED,
    /** The client was closed before or during the call. */
    CLIENT_CLOSED,
    /** Any other failure; see the cause. */
    OTHER
  }

  /** Requires all three parts. */
  public TransportFailure {
    Objects.requireNonNull(fate, "fate");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(cause, "cause");
  }

  /** Returns the failure of a request that did not reach the server. */
  public static TransportFailure notSent(Kind kind, Throwable cause) {
    return new TransportFailure(Fate.NOT_SENT, kind, Optional.of(cause));
  }

  /** Returns the failure of a request that did not reach the server, without a cause. */
  public static TransportFailure notSent(Kind kind) {
    return new TransportFailure(Fate.NOT_SENT, kind, Optional.empty());
  }

  /** Returns the failure of a request that may have reached the server. */
  public static TransportFailure unknown(Kind kind, Throwable cause) {
    return new TransportFailure(Fate.UNKNOWN, kind, Optional.of(cause));
  }

  /** Returns the failure of a request that may have reached the server, without a cause. */
  public static TransportFailure unknown(Kind kind) {
    return new TransportFailure(Fate.UNKNOWN, kind, Optional.empty());
  }

  private Object writeReplace() {
    return new SerializedForm(fate, kind, cause.orElse(null));
  }

  /** The parts without {@link Optional}, which is not serializable. */
  private record SerializedForm(Fate fate, Kind kind, @Nullable Throwable cause)
      implements Serializable {

    private Object readResolve() {
      return new TransportFailure(fate, kind, Optional.ofNullable(cause));
    }
  }
}
