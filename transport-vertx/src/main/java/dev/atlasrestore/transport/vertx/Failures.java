package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Says what the stack's exceptions mean; the same one may mean another thing at another time. */
final class Failures {

  private Failures() {}

  /** The request has not left: there was no connection to send it on. */
  static TransportFailure beforeSending(Throwable error) {
    return TransportFailure.notSent(connecting(inHandshake(error)), error);
  }

  /** The request may have left, and no head of an answer has come. */
  static TransportFailure beforeAnswer(Throwable error) {
    return TransportFailure.unknown(answering(error), error);
  }

  /** The head of the answer has come. */
  static TransportFailure inBody(Throwable error, boolean tooLarge) {
    if (tooLarge) {
      return TransportFailure.unknown(Kind.TOO_LARGE, error);
    }
    if (error instanceof ProtocolException) {
      return TransportFailure.unknown(Kind.MALFORMED, error);
    }
    return TransportFailure.unknown(
        error instanceof TimeoutException ? Kind.TIMEOUT : Kind.TRUNCATED, error);
  }

  /** No head of an answer has come, and whether the request has left is only in the error. */
  static TransportFailure unseen(Throwable error) {
    boolean connecting =
        error instanceof ConnectException
            || error instanceof NoRouteToHostException
            || error instanceof UnknownHostException
            || error instanceof SSLHandshakeException
            || error instanceof ConnectionPoolTooBusyException;
    return connecting ? beforeSending(error) : beforeAnswer(error);
  }

  /** What went wrong in a handshake stands behind one exception that is the same for all. */
  private static Throwable inHandshake(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof SSLHandshakeException && cause != null ? cause : error;
  }

  private static Kind connecting(Throwable error) {
    if (error instanceof ConnectionPoolTooBusyException) {
      return Kind.POOL_EXHAUSTED;
    }
    if (error instanceof IllegalStateException) {
      return Kind.CLIENT_CLOSED;
    }
    if (error instanceof TimeoutException
        || error instanceof ConnectTimeoutException
        || error instanceof SslHandshakeTimeoutException
        || error.getCause() instanceof DnsNameResolverTimeoutException) {
      return Kind.TIMEOUT;
    }
    if (error instanceof UnknownHostException) {
      return Kind.UNKNOWN_HOST;
    }
    if (error instanceof SocketException) {
      return Kind.REFUSED;
    }
    return closedOr(error, Kind.OTHER);
  }

  private static Kind answering(Throwable error) {
    if (error instanceof TimeoutException) {
      return Kind.TIMEOUT;
    }
    if (error instanceof TooLongFrameException) {
      return Kind.TOO_LARGE;
    }
    boolean notHttp =
        error instanceof DecoderException
            || error instanceof IllegalArgumentException
            || error instanceof IllegalStateException; // of a version that is none
    return closedOr(error, notHttp ? Kind.MALFORMED : Kind.OTHER);
  }

  private static Kind closedOr(Throwable error, Kind otherwise) {
    if (error instanceof SslClosedEngineException
        || error instanceof PrematureChannelClosureException) {
      return Kind.CLOSED;
    }
    if (error instanceof SSLException || error.getCause() instanceof SSLException) {
      return Kind.TLS;
    }
    boolean closed = error instanceof IOException || error instanceof VertxException;
    return closed ? Kind.CLOSED : otherwise;
  }
}
