package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import reactor.core.Exceptions;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.netty.internal.shaded.reactor.pool.PoolShutdownException;

/** Says what a stack's exception means. */
final class Failures {

  private Failures() {}

  /** What became of a request. */
  static TransportFailure of(Throwable thrown) {
    Throwable error = Exceptions.unwrap(thrown);
    if (error instanceof InBody inBody) {
      Kind kind = inBody.failure instanceof Body.TooLarge ? Kind.TOO_LARGE : Kind.TRUNCATED;
      return TransportFailure.unknown(kind, inBody.failure);
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
    if (error instanceof SSLException
        || (error instanceof DecoderException && error.getCause() instanceof SSLException)) {
      return TransportFailure.notSent(Kind.TLS, error);
    }
    if (error instanceof PoolAcquireTimeoutException
        || error instanceof PoolAcquirePendingLimitException) {
      return TransportFailure.notSent(Kind.POOL_EXHAUSTED, error);
    }
    if (error instanceof PoolShutdownException) {
      return TransportFailure.notSent(Kind.CLIENT_CLOSED, error);
    }
    return afterConnecting(error);
  }

  private static TransportFailure afterConnecting(Throwable error) {
    if (error instanceof TimeoutException) {
      return TransportFailure.unknown(Kind.TIMEOUT, error);
    }
    if (error instanceof TooLongFrameException) {
      return TransportFailure.unknown(Kind.TOO_LARGE, error);
    }
    if (error instanceof IOException) {
      return TransportFailure.unknown(Kind.CLOSED, error);
    }
    boolean notHttp =
        error instanceof DecoderException || error instanceof IllegalArgumentException;
    return TransportFailure.unknown(notHttp ? Kind.MALFORMED : Kind.OTHER, error);
  }

  /** Marks what went wrong after the answer's head had come. */
  static Throwable inBody(Throwable error) {
    return new InBody(error);
  }

  private static final class InBody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Throwable failure;

    private InBody(Throwable failure) {
      super(null, null, false, false);
      this.failure = failure;
    }
  }
}
