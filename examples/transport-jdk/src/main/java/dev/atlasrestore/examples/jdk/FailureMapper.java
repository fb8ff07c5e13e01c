package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Maps exceptions of the JDK's client to failures, by the types of the exception and its causes.
 */
final class FailureMapper {

  private FailureMapper() {}

  /** Returns the failure of an exchange that ended before the head of its response had arrived. */
  static TransportFailure beforeResponse(Throwable thrown) {
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

  private static boolean isOrWraps(Throwable thrown, Class<? extends Throwable> type) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .limit(10)
        .anyMatch(type::isInstance);
  }
}
