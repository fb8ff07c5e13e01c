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

/** Tests how exceptions are mapped to failures. */
class FailureMapperTest {

  static List<Arguments> exceptions() {
    return List.of(
        arguments(new UnknownHostException(), Fate.NOT_SENT, Kind.UNKNOWN_HOST),
        arguments(new ConnectException(), Fate.NOT_SENT, Kind.REFUSED),
        arguments(new HttpHostConnectException("refused"), Fate.NOT_SENT, Kind.REFUSED),
        arguments(new NoRouteToHostException(), Fate.NOT_SENT, Kind.REFUSED),
        arguments(new ConnectTimeoutException("refused"), Fate.NOT_SENT, Kind.TIMEOUT),
        arguments(
            new ConnectionRequestTimeoutException("refused"), Fate.NOT_SENT, Kind.POOL_EXHAUSTED),
        arguments(new SSLHandshakeException("refused"), Fate.NOT_SENT, Kind.TLS),
        arguments(new SSLPeerUnverifiedException("refused"), Fate.NOT_SENT, Kind.TLS),
        arguments(
            withCause(new SSLHandshakeException("refused"), new CertificateException()),
            Fate.NOT_SENT,
            Kind.TLS),
        arguments(
            withCause(new SSLHandshakeException("closed"), new EOFException()),
            Fate.NOT_SENT,
            Kind.CLOSED),
        arguments(
            withCause(new SSLHandshakeException("timed out"), new SocketTimeoutException()),
            Fate.NOT_SENT,
            Kind.TIMEOUT),
        arguments(new SSLException("refused"), Fate.UNKNOWN, Kind.TLS),
        arguments(new SocketTimeoutException(), Fate.UNKNOWN, Kind.TIMEOUT),
        arguments(new SocketException("reset"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new NoHttpResponseException("closed"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new ConnectionClosedException("closed"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new IOException("other"), Fate.UNKNOWN, Kind.CLOSED),
        arguments(new MessageConstraintException("too long"), Fate.UNKNOWN, Kind.HEAD_TOO_LARGE),
        arguments(
            new ClientProtocolException(new ParseException("not HTTP")),
            Fate.UNKNOWN,
            Kind.MALFORMED),
        arguments(new IllegalStateException("other"), Fate.UNKNOWN, Kind.OTHER),
        arguments(new IllegalArgumentException("other"), Fate.UNKNOWN, Kind.OTHER));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void exceptionTypeDecidesEvenIfItIsWrapped(Exception thrown, Fate fate, Kind kind) {
    for (Exception variant : List.of(thrown, new ProcessingException(thrown))) {
      TransportFailure failure = FailureMapper.map(variant);
      assertThat(failure.fate()).isEqualTo(fate);
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.cause()).containsSame(thrown);
    }
  }

  @Test
  void circularCausesTerminate() {
    Exception first = new Exception();
    Exception second = new Exception(first);
    first.initCause(second);
    assertThat(FailureMapper.map(first).kind()).isEqualTo(Kind.OTHER);
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void failureInsideABodyIsATruncatedBody(Exception thrown, Fate fate, Kind kind) {
    Exchange exchange = new Exchange(TestCalls.LONG, false);
    exchange.markGivenToClient();
    exchange.markResponseBegan();
    TransportFailure failure = exchange.failure(thrown);
    assertThat(failure.fate()).isEqualTo(Fate.UNKNOWN);
    assertThat(failure.kind())
        .isEqualTo(
            Stream.of(Kind.TIMEOUT, Kind.HEAD_TOO_LARGE)
                .filter(kind::equals)
                .findFirst()
                .orElse(Kind.TRUNCATED));
  }

  private static Exception withCause(Exception thrown, Exception cause) {
    thrown.initCause(cause);
    return thrown;
  }
}
