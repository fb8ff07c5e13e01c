package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import jakarta.ws.rs.ProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  static List<Arguments> exceptions() {
    return List.of(
        arguments(new UnknownHostException(), Fate.NOT_SENT, Kind.UNKNOWN_HOST),
        arguments(new ConnectException(), Fate.NOT_SENT, Kind.REFUSED),
        arguments(new HttpHostConnectException("no"), Fate.NOT_SENT, Kind.REFUSED),
        arguments(new NoRouteToHostException(), Fate.NOT_SENT, Kind.REFUSED),
        arguments(new ConnectTimeoutException("no"), Fate.NOT_SENT, Kind.TIMEOUT),
        arguments(new ConnectionRequestTimeoutException("no"), Fate.NOT_SENT, Kind.POOL_EXHAUSTED),
        arguments(new SSLHandshakeException("no"), Fate.NOT_SENT, Kind.TLS),
        arguments(new SSLPeerUnverifiedException("no"), Fate.NOT_SENT, Kind.TLS),
        arguments(
            caused(new SSLHandshakeException("no"), new CertificateException()),
            Fate.NOT_SENT,
            Kind.TLS),
        arguments(
            caused(new SSLHandshakeException("gone"), new EOFException()),
            Fate.NOT_SENT,
            Kind.CLOSED),
        arguments(
            caused(new SSLHandshakeException("late"), new SocketTimeoutException()),
            Fate.NOT_SENT,
            Kind.TIMEOUT),
        arguments(new SSLException("no"), Fate.UNKNOWN, Kind.TLS),
        arguments(new SocketTimeoutException(), Fate.UNKNOWN, Kind.TIMEOUT),
        arguments(new SocketException("reset"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new NoHttpResponseException("gone"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new ConnectionClosedException("gone"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new IOException("?"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new MessageConstraintException("long"), Fate.UNKNOWN, Kind.TOO_LARGE),
        arguments(
            new ClientProtocolException(new ParseException("no HTTP")),
            Fate.UNKNOWN,
            Kind.MALFORMED),
        arguments(new IllegalStateException("closed"), Fate.NOT_SENT, Kind.CLIENT_CLOSED),
        arguments(new IllegalArgumentException("?"), Fate.UNKNOWN, Kind.OTHER));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void aTypeTellsAlsoBehindTheWrappersOfTheStack(Exception thrown, Fate fate, Kind kind) {
    for (Exception each : List.of(thrown, new ProcessingException(thrown))) {
      TransportFailure failure = Failures.of(each);
      assertThat(failure.fate()).isEqualTo(fate);
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.cause()).containsSame(thrown);
    }
  }

  @Test
  void causesThatGoRoundInCirclesEnd() {
    Exception one = new Exception();
    Exception other = new Exception(one);
    one.initCause(other);
    assertThat(Failures.of(one).kind()).isEqualTo(Kind.OTHER);
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void whatWentWrongInsideABodyIsATruncatedBody(Exception thrown, Fate fate, Kind kind) {
    Exchange exchange = new Exchange(Toys.LONG, false);
    exchange.markAnswered();
    TransportFailure failure = exchange.failure(thrown);
    assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(failure.kind())
        .isEqualTo(
            Stream.of(Kind.TIMEOUT, Kind.TOO_LARGE)
                .filter(kind::equals)
                .findFirst()
                .orElse(Kind.TRUNCATED));
  }

  private static Exception caused(Exception thrown, Exception cause) {
    thrown.initCause(cause);
    return thrown;
  }
}
