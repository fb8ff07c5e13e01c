package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a request got no usable response. A transport reports it instead of a response.
 *
 * @param fate whether the request may have reached the server
 * @param kind the kind of the failure
 * @param cause the exception of the HTTP stack, if there is one
 * @param onReusedConnection whether the request was lost on a connection that had served another
 *     request before, and no byte of a response had arrived. The server may have closed this
 *     connection before it received the request. False if the transport does not know
 * @param proxyStatus the status of the proxy's response that refused the tunnel to the server.
 *     Present only with the kind {@link Kind#PROXY}, and empty if the proxy sent no status
 */
public record TransportFailure(
    Fate fate,
    Kind kind,
    Optional<Throwable> cause,
    boolean onReusedConnection,
    OptionalInt proxyStatus)
    implements Serializable {

  /** Says whether the request may have reached the server. */
  public enum Fate {
    /** The request did not reach the server. For example, no connection could be opened. */
    NOT_SENT,
    /** The request may have reached the server: the failure came after sending had begun. */
    UNKNOWN
  }

  /** Says how far an exchange had come when it failed. */
  public enum Phase {
    /** The request was not sent. */
    BEFORE_SENDING,
    /** The request may have been sent, and the header section of the response had not arrived. */
    BEFORE_RESPONSE,
    /** The header section of the response had arrived. */
    IN_BODY
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
    /**
     * The proxy of the native client refused the tunnel to the server; see {@link #proxyStatus()}.
     * The response to {@code CONNECT} comes from the proxy, not from the server.
     */
    PROXY,
    /** The connection was closed before a response arrived. */
    CLOSED,
    /** The response body ended too early: the connection was closed, or the framing is invalid. */
    TRUNCATED,
    /** The bytes that arrived are not HTTP. */
    MALFORMED,
    /** The body of the response is larger than {@link AtlasConfig#maxBodyBytes()}. */
    TOO_LARGE,
    /** The header section of the response is larger than the native client allows. */
    HEAD_TOO_LARGE,
    /** No pooled connection became free in time. */
    POOL_EXHAUSTED,
    /** The client was closed before or during the call. */
    CLIENT_CLOSED,
    /** Any other failure; see the cause. */
    OTHER
  }

  /** Requires all parts. */
  public TransportFailure {
    Objects.requireNonNull(fate, "fate");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(proxyStatus, "proxyStatus");
  }

  /** Creates a failure without a status of a proxy. */
  public TransportFailure(
      Fate fate, Kind kind, Optional<Throwable> cause, boolean onReusedConnection) {
    this(fate, kind, cause, onReusedConnection, OptionalInt.empty());
  }

  /** Creates a failure that is not known to have happened on a reused connection. */
  public TransportFailure(Fate fate, Kind kind, Optional<Throwable> cause) {
    this(fate, kind, cause, false);
  }

  /** The kinds that are more precise than {@code TRUNCATED} in the body of a response. */
  private static final Set<Kind> KEPT_IN_BODY =
      Set.of(Kind.TIMEOUT, Kind.TOO_LARGE, Kind.HEAD_TOO_LARGE, Kind.CLIENT_CLOSED);

  /**
   * Returns the failure of an exchange that failed in this phase. Its fate is {@code NOT_SENT}
   * before the request was sent, and otherwise {@code UNKNOWN}. In the body of a response, every
   * kind but {@code TIMEOUT}, {@code TOO_LARGE}, {@code HEAD_TOO_LARGE} and {@code CLIENT_CLOSED}
   * becomes {@code TRUNCATED}.
   *
   * @param kind the kind of the failure, as the exception shows it
   * @param cause the exception of the HTTP stack
   */
  public static TransportFailure at(Phase phase, Kind kind, Throwable cause) {
    return switch (phase) {
      case BEFORE_SENDING -> notSent(kind, cause);
      case BEFORE_RESPONSE -> unknown(kind, cause);
      case IN_BODY -> unknown(KEPT_IN_BODY.contains(kind) ? kind : Kind.TRUNCATED, cause);
    };
  }

  /** Returns the failure of a request that did not reach the server. */
  public static TransportFailure notSent(Kind kind, Throwable cause) {
    return new TransportFailure(Fate.NOT_SENT, kind, Optional.of(cause));
  }

  /** Returns the failure of a request that did not reach the server, without a cause. */
  public static TransportFailure notSent(Kind kind) {
    return new TransportFailure(Fate.NOT_SENT, kind, Optional.empty());
  }

  /**
   * Returns the failure of a request that was not sent, because a proxy refused the tunnel to the
   * server.
   *
   * @param status the status of the proxy's response to {@code CONNECT}
   * @param cause the exception of the HTTP stack
   */
  public static TransportFailure refusedByProxy(int status, Throwable cause) {
    return new TransportFailure(
        Fate.NOT_SENT, Kind.PROXY, Optional.of(cause), false, OptionalInt.of(status));
  }

  /** Returns the failure of a request that may have reached the server. */
  public static TransportFailure unknown(Kind kind, Throwable cause) {
    return new TransportFailure(Fate.UNKNOWN, kind, Optional.of(cause));
  }

  /** Returns the failure of a request that may have reached the server, without a cause. */
  public static TransportFailure unknown(Kind kind) {
    return new TransportFailure(Fate.UNKNOWN, kind, Optional.empty());
  }

  /** Returns a copy with this {@link #onReusedConnection()}. */
  public TransportFailure withReusedConnection(boolean reused) {
    return new TransportFailure(fate, kind, cause, reused, proxyStatus);
  }

  private Object writeReplace() {
    Integer status = proxyStatus.isPresent() ? proxyStatus.getAsInt() : null;
    return new SerializedForm(fate, kind, cause.orElse(null), onReusedConnection, status);
  }

  /** The parts without {@link Optional}, which is not serializable. */
  private record SerializedForm(
      Fate fate,
      Kind kind,
      @Nullable Throwable cause,
      boolean onReusedConnection,
      @Nullable Integer proxyStatus)
      implements Serializable {

    private Object readResolve() {
      OptionalInt status = proxyStatus == null ? OptionalInt.empty() : OptionalInt.of(proxyStatus);
      return new TransportFailure(
          fate, kind, Optional.ofNullable(cause), onReusedConnection, status);
    }
  }
}
