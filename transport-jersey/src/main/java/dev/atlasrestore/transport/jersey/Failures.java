package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
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
 * Says what a stack's exception means, from its type and those of its causes. The most telling type
 * wins, wherever it stands: a reset in the middle of a handshake is a reset.
 */
final class Failures {

  private static final int DEEPEST = 16;

  private Failures() {}

  /** What became of a request, as far as the exception alone tells. */
  static TransportFailure of(Throwable thrown) {
    Throwable cause = thrown.getCause();
    Throwable shown = thrown instanceof ProcessingException && cause != null ? cause : thrown;
    return notSent(thrown)
        ? TransportFailure.notSent(kind(thrown), shown)
        : TransportFailure.unknown(kind(thrown), shown);
  }

  private static boolean notSent(Throwable thrown) {
    return isOrWraps(thrown, UnknownHostException.class)
        || isOrWraps(thrown, ConnectException.class)
        || isOrWraps(thrown, NoRouteToHostException.class)
        || isOrWraps(thrown, ConnectTimeoutException.class)
        || isOrWraps(thrown, ConnectionRequestTimeoutException.class)
        || isOrWraps(thrown, SSLHandshakeException.class)
        || isOrWraps(thrown, SSLPeerUnverifiedException.class)
        || isOrWraps(thrown, IllegalStateException.class);
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
    } else if (isOrWraps(thrown, MessageConstraintException.class)) {
      return Kind.TOO_LARGE;
    } else if (isOrWraps(thrown, HttpException.class)) {
      return Kind.MALFORMED;
    } else if (isOrWraps(thrown, EOFException.class) || isOrWraps(thrown, SocketException.class)) {
      return Kind.CLOSED;
    } else if (isOrWraps(thrown, SSLException.class)) {
      return Kind.TLS;
    } else if (isOrWraps(thrown, IOException.class)) {
      return Kind.CLOSED;
    }
    return isOrWraps(thrown, IllegalStateException.class) ? Kind.CLIENT_CLOSED : Kind.OTHER;
  }

  /** Whether this, or anything behind it, is of the type. */
  static boolean isOrWraps(Throwable thrown, Class<? extends Throwable> type) {
    Throwable each = thrown;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      if (type.isInstance(each)) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }
}
