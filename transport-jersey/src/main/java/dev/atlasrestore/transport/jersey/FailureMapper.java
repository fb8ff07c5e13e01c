package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.BodyTooLargeException;
import jakarta.ws.rs.ProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/**
 * Maps exceptions of Jersey and its connectors to {@link TransportFailure}s, by type alone.
 *
 * <p>Looks at the exception and at all its causes. The most specific type in the chain decides, at
 * any position: a connection that is reset in the middle of a TLS handshake is {@code CLOSED}, not
 * {@code TLS}. {@link Exchange#failure} also considers the state of the exchange, for example that
 * it was ended or that the response had begun.
 */
final class FailureMapper {

  /** Bounds the search, because a chain of causes may contain a cycle. */
  private static final int MAX_DEPTH = 16;

  private FailureMapper() {}

  /**
   * Maps an exception. The fate is {@code NOT_SENT} only for types that are thrown before a
   * connection is ready for use.
   */
  static TransportFailure map(Throwable thrown) {
    Throwable cause = thrown.getCause();
    Throwable shown = thrown instanceof ProcessingException && cause != null ? cause : thrown;
    return isThrownBeforeSending(thrown)
        ? TransportFailure.notSent(kind(thrown), shown)
        : TransportFailure.unknown(kind(thrown), shown);
  }

  private static boolean isThrownBeforeSending(Throwable thrown) {
    return isOrWraps(thrown, UnknownHostException.class)
        || isOrWraps(thrown, ConnectException.class)
        || isOrWraps(thrown, NoRouteToHostException.class)
        || isOrWraps(thrown, ConnectTimeoutException.class)
        || isOrWraps(thrown, ConnectionRequestTimeoutException.class)
        || isOrWraps(thrown, SSLHandshakeException.class)
        || isOrWraps(thrown, SSLPeerUnverifiedException.class);
  }

  private static Kind kind(Throwable thrown) {
    if (isOrWraps(thrown, UnknownHostException.class)) {
      return Kind.UNKNOWN_HOST;
    } else if (isOrWraps(thrown, ConnectionRequestTimeoutException.class)) {
      return Kind.POOL_EXHAUSTED;
    } else if (isOrWraps(thrown, SocketTimeoutException.class)) {
      return Kind.TIMEOUT;
    } else if (isOrWraps(thrown, ConnectException.class)
        || isOrWraps(thrown, NoRouteToHostException.class)) {
      return Kind.REFUSED;
    } else if (isOrWraps(thrown, BodyTooLargeException.class)) {
      return Kind.TOO_LARGE;
    } else if (isOrWraps(thrown, MessageConstraintException.class)) {
      return Kind.HEAD_TOO_LARGE;
    } else if (isOrWraps(thrown, HttpException.class)) {
      return Kind.MALFORMED;
    } else if (isOrWraps(thrown, EOFException.class) || isOrWraps(thrown, SocketException.class)) {
      return Kind.CLOSED;
    } else if (isOrWraps(thrown, SSLException.class)) {
      return Kind.TLS;
    } else if (isOrWraps(thrown, IOException.class)) {
      return Kind.CLOSED;
    }
    return Kind.OTHER;
  }

  /** Returns whether the exception or one of its causes has this type. */
  static boolean isOrWraps(Throwable thrown, Class<? extends Throwable> type) {
    Throwable current = thrown;
    for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
      if (type.isInstance(current)) {
        return true;
      }
      current = current.getCause();
    }
    return false;
  }
}
