package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Maps exceptions of the JDK's client to failures, by the types of the exception and its causes.
 *
 * <p>A proxy that refuses a tunnel has no type of its own. The JDK's client returns its 407 as the
 * response, and keeps every other status only in the message of an {@code IOException}.
 */
final class FailureMapper {

  private static final Pattern REFUSED_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  private FailureMapper() {}

  /**
   * Returns the failure of a response that a proxy has sent instead of opening a tunnel to the
   * server: it did not arrive over TLS. Empty for other responses.
   */
  static Optional<TransportFailure> refusedByProxy(HttpResponse<?> response) {
    boolean ofServer =
        !response.uri().getScheme().equalsIgnoreCase("https") || response.sslSession().isPresent();
    return ofServer
        ? Optional.empty()
        : Optional.of(
            TransportFailure.refusedByProxy(
                response.statusCode(), new IOException("The proxy refused the tunnel")));
  }

  /** Returns the failure of an exchange that ended before the head of its response had arrived. */
  static TransportFailure beforeResponse(Throwable thrown) {
    Optional<Matcher> refusedTunnel = refusedTunnel(thrown);
    if (refusedTunnel.isPresent()) {
      int status = Integer.parseInt(refusedTunnel.get().group(1));
      return TransportFailure.refusedByProxy(status, thrown);
    }
    if (isOrWraps(thrown, HttpConnectTimeoutException.class)) {
      return TransportFailure.notSent(Kind.TIMEOUT, thrown);
    } else if (isOrWraps(thrown, UnresolvedAddressException.class)
        || isOrWraps(thrown, UnknownHostException.class)) {
      return TransportFailure.notSent(Kind.UNKNOWN_HOST, thrown);
    } else if (isOrWraps(thrown, ConnectException.class)) {
      return TransportFailure.notSent(Kind.REFUSED, thrown);
    } else if (isOrWraps(thrown, SSLException.class)) {
      return TransportFailure.notSent(Kind.TLS, thrown);
    } else if (isOrWraps(thrown, ProtocolException.class)) {
      return TransportFailure.unknown(Kind.MALFORMED, thrown);
    }
    return TransportFailure.unknown(Kind.CLOSED, thrown);
  }

  private static Optional<Matcher> refusedTunnel(Throwable thrown) {
    return causes(thrown)
        .map(cause -> REFUSED_TUNNEL.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::matches)
        .findFirst();
  }

  private static boolean isOrWraps(Throwable thrown, Class<? extends Throwable> type) {
    return causes(thrown).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(10);
  }
}
