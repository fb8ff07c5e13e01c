package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says what the stack's exceptions mean. */
final class Failures {

  private Failures() {}

  /**
   * What became of a request.
   *
   * @param exchange how far it had come
   */
  static TransportFailure of(Throwable error, Exchange exchange) {
    if (exchange.isTooLarge()) {
      return TransportFailure.unknown(Kind.TOO_LARGE, error);
    }
    if (exchange.hasHead()) {
      return TransportFailure.unknown(Kind.TRUNCATED, error);
    }
    if (error instanceof ConnectTimeoutException) {
      return TransportFailure.notSent(Kind.TIMEOUT, error);
    }
    if (error instanceof ConnectException || error instanceof NoRouteToHostException) {
      return TransportFailure.notSent(Kind.REFUSED, error);
    }
    if (error instanceof UnknownHostException) {
      return TransportFailure.notSent(Kind.UNKNOWN_HOST, error);
    }
    if (error instanceof SSLException || error.getCause() instanceof SSLException) {
      return TransportFailure.notSent(Kind.TLS, error);
    }
    if (error instanceof ConnectionPoolTooBusyException) {
      return TransportFailure.notSent(Kind.POOL_EXHAUSTED, error);
    }
    return afterConnecting(error);
  }

  private static TransportFailure afterConnecting(Throwable error) {
    if (error instanceof TooLongFrameException) {
      return TransportFailure.unknown(Kind.TOO_LARGE, error);
    }
    if (error instanceof DecoderException || error instanceof IllegalArgumentException) {
      return TransportFailure.unknown(Kind.MALFORMED, error);
    }
    boolean closed = error instanceof IOException || error instanceof VertxException;
    return TransportFailure.unknown(closed ? Kind.CLOSED : Kind.OTHER, error);
  }
}
