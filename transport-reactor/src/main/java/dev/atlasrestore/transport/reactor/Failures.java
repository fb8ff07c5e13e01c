package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import reactor.core.Exceptions;
import reactor.netty.channel.AbortedException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.netty.internal.shaded.reactor.pool.PoolShutdownException;

/** Says what the stack's exceptions mean; the same one may mean another thing at another time. */
final class Failures {

  private Failures() {}

  /** The request has not left: there was no connection to send it on. */
  static TransportFailure beforeSending(Throwable thrown) {
    Throwable error = Exceptions.unwrap(thrown);
    return TransportFailure.notSent(connecting(error), error);
  }

  /** The request may have left, and no head of an answer has come. */
  static TransportFailure beforeAnswer(Throwable thrown) {
    Throwable error = Exceptions.unwrap(thrown);
    return TransportFailure.unknown(answering(error), error);
  }

  /** The head of the answer has come. */
  static TransportFailure inBody(Throwable thrown) {
    Throwable error = Exceptions.unwrap(thrown);
    if (error instanceof Body.TooLarge) {
      return TransportFailure.unknown(Kind.TOO_LARGE, error);
    }
    return TransportFailure.unknown(isTimeout(error) ? Kind.TIMEOUT : Kind.TRUNCATED, error);
  }

  private static Kind connecting(Throwable error) {
    if (error instanceof PoolAcquireTimeoutException
        || error instanceof PoolAcquirePendingLimitException) {
      return Kind.POOL_EXHAUSTED;
    }
    if (error instanceof PoolShutdownException) {
      return Kind.CLIENT_CLOSED;
    }
    if (isTimeout(error)
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
    if (isTimeout(error)) {
      return Kind.TIMEOUT;
    }
    if (error instanceof TooLongFrameException) {
      return Kind.TOO_LARGE;
    }
    boolean notHttp =
        error instanceof DecoderException || error instanceof IllegalArgumentException;
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
    boolean closed = error instanceof IOException || error instanceof AbortedException;
    return closed ? Kind.CLOSED : otherwise;
  }

  private static boolean isTimeout(Throwable error) {
    return error instanceof TimeoutException || error instanceof ReadTimeoutException;
  }
}
