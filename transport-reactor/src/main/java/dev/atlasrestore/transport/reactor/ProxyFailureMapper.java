package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps the exceptions of Netty's proxy handlers. They are thrown before the tunnel to the server
 * exists, so the request was not sent.
 *
 * <p>Netty 4.1 and 4.2 keep the status of an HTTP proxy, a timeout and the end of the connection
 * only in the message, so this class reads them there.
 */
final class ProxyFailureMapper {

  /** The status stands before the reason phrase, which is a text of the proxy. */
  private static final Pattern STATUS = Pattern.compile(", status: ([1-5]\\d\\d) ");

  /** Bounds the search, because a chain of causes may contain a cycle. */
  private static final int MAX_DEPTH = 16;

  private ProxyFailureMapper() {}

  /** Returns the failure if this exception is one of a proxy handler, or is caused by one. */
  static Optional<TransportFailure> map(Throwable thrown) {
    @Nullable Throwable current = thrown;
    for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
      if (current instanceof ProxyConnectException refused) {
        return Optional.of(failure(refused));
      }
      current = current.getCause();
    }
    return Optional.empty();
  }

  private static TransportFailure failure(ProxyConnectException error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof HttpProxyConnectException) {
      Matcher status = STATUS.matcher(message);
      return status.find()
          ? TransportFailure.refusedByProxy(Integer.parseInt(status.group(1)), error)
          : TransportFailure.notSent(Kind.MALFORMED, error);
    }
    if (message.endsWith(", timeout")) {
      return TransportFailure.notSent(Kind.TIMEOUT, error);
    }
    if (message.endsWith(", disconnected") || error.getCause() instanceof IOException) {
      return TransportFailure.notSent(Kind.CLOSED, error);
    }
    // A SOCKS proxy has a status if it could not connect, and none if it refused this program.
    return TransportFailure.notSent(
        message.contains(", status: ") ? Kind.REFUSED : Kind.PROXY, error);
  }
}
