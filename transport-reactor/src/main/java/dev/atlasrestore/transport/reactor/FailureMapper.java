package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.TransportFailure.Phase;
import dev.atlasrestore.exchange.BodyTooLargeException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http2.Http2Exception;
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

/**
 * Maps exceptions of Reactor Netty to {@link TransportFailure}s.
 *
 * <p>The same exception means different things at different times: an {@code IOException} is a
 * closed connection before the response and a truncated body inside it. So there is one method for
 * each phase of an exchange.
 */
final class FailureMapper {

  private FailureMapper() {}

  /** Maps an exception from before the request was sent. */
  static TransportFailure beforeSending(Throwable thrown) {
    Throwable error = Exceptions.unwrap(thrown);
    return ProxyFailureMapper.map(error)
        .orElseGet(
            () -> TransportFailure.at(Phase.BEFORE_SENDING, kindBeforeSending(error), error));
  }

  /** Maps an exception after the request may have been sent and before the response began. */
  static TransportFailure beforeResponse(Throwable thrown) {
    Throwable error = Exceptions.unwrap(thrown);
    return TransportFailure.at(Phase.BEFORE_RESPONSE, kindAfterSending(error), error);
  }

  /** Maps an exception after the header section of the response was read. */
  static TransportFailure inBody(Throwable thrown) {
    Throwable error = Exceptions.unwrap(thrown);
    if (error instanceof BodyTransfer.SinkException failed) {
      return TransportFailure.unknown(Kind.OTHER, failed.thrown());
    }
    return TransportFailure.at(Phase.IN_BODY, kindAfterSending(error), error);
  }

  private static Kind kindBeforeSending(Throwable error) {
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
    boolean notHttp2 = error instanceof Http2Exception;
    return closedOrTlsOr(notHttp2 ? Kind.MALFORMED : Kind.OTHER, error);
  }

  private static Kind kindAfterSending(Throwable error) {
    if (isTimeout(error)) {
      return Kind.TIMEOUT;
    }
    if (error instanceof BodyTooLargeException) {
      return Kind.TOO_LARGE;
    }
    if (error instanceof TooLongFrameException
        || error instanceof Http2Exception.HeaderListSizeException) {
      return Kind.HEAD_TOO_LARGE;
    }
    boolean notHttp =
        error instanceof DecoderException
            || error instanceof Http2Exception
            || error instanceof IllegalArgumentException;
    return closedOrTlsOr(notHttp ? Kind.MALFORMED : Kind.OTHER, error);
  }

  private static Kind closedOrTlsOr(Kind otherwise, Throwable error) {
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
