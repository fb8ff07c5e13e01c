package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.TransportFailure.Phase;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http2.Http2Exception;
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

/**
 * Translates exceptions of Vert.x and Netty to {@link TransportFailure}s.
 *
 * <p>There is one method for each phase of an exchange, because the same exception has a different
 * meaning in each: a closed connection before the request was sent is {@code NOT_SENT}, inside the
 * body it is {@code TRUNCATED}.
 */
final class FailureMapper {

  private FailureMapper() {}

  /** There was no connection yet, so the request was certainly not sent. */
  static TransportFailure beforeSending(Throwable error) {
    return ProxyFailureMapper.map(error)
        .orElseGet(
            () ->
                TransportFailure.at(
                    Phase.BEFORE_SENDING, connectKind(handshakeCause(error)), error));
  }

  /** The request may have been sent, and no response head was received. */
  static TransportFailure beforeResponse(Throwable error) {
    return TransportFailure.at(Phase.BEFORE_RESPONSE, responseKind(error), error);
  }

  /** The response head was received. */
  static TransportFailure inBody(Throwable error, boolean tooLarge) {
    if (error instanceof ProtocolException) {
      // It was the head of an informational response; the final one had not arrived.
      return TransportFailure.at(Phase.BEFORE_RESPONSE, Kind.MALFORMED, error);
    }
    return TransportFailure.at(
        Phase.IN_BODY, tooLarge ? Kind.TOO_LARGE : responseKind(error), error);
  }

  /**
   * No response head was received, and without access to the connection only the type of the
   * exception shows whether the request was sent.
   */
  static TransportFailure inUnknownPhase(Throwable error) {
    boolean connecting =
        error instanceof ConnectException
            || error instanceof NoRouteToHostException
            || error instanceof UnknownHostException
            || error instanceof SSLHandshakeException
            || error instanceof ConnectionPoolTooBusyException;
    return connecting ? beforeSending(error) : beforeResponse(error);
  }

  /** Vert.x wraps every error of a TLS handshake in an exception of the same type. */
  private static Throwable handshakeCause(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof SSLHandshakeException && cause != null ? cause : error;
  }

  private static Kind connectKind(Throwable error) {
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
    return closedOr(Kind.OTHER, error);
  }

  private static Kind responseKind(Throwable error) {
    if (error instanceof TimeoutException) {
      return Kind.TIMEOUT;
    }
    if (error instanceof TooLongFrameException
        || error instanceof Http2Exception.HeaderListSizeException) {
      return Kind.HEAD_TOO_LARGE;
    }
    boolean notHttp =
        error instanceof DecoderException
            || error instanceof Http2Exception
            || error instanceof IllegalArgumentException
            || error instanceof IllegalStateException; // an HTTP version that does not exist
    return closedOr(notHttp ? Kind.MALFORMED : Kind.OTHER, error);
  }

  private static Kind closedOr(Kind otherwise, Throwable error) {
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
