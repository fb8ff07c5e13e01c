package dev.atlasrestore.verification.hosts;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.contract.ClientKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * A transport on the JDK's HTTP client. It was written from {@code docs/contract.md} alone and
 * shows how small a further transport is. It is not for use.
 */
final class JdkRunner {

  private final HttpClient client;
  private final ElapsedClock clock = new ElapsedClock();

  JdkRunner(HttpClient client) {
    this.client = client;
  }

  <T> T run(Call<T> call) throws InterruptedException {
    Step<T> step = call.start(clock.instant());
    while (true) {
      if (step instanceof Step.Done<T> done) {
        return done.value();
      } else if (step instanceof Step.Failed<T> failed) {
        throw failed.error();
      } else if (step instanceof Step.Pause<T> pause) {
        Thread.sleep(pause.delay().plusNanos(999_999).toMillis());
        step = pause.elapsed(clock.instant());
      } else {
        step = send((Step.Send<T>) step);
      }
    }
  }

  private <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(send.request().uri()).timeout(send.timeout());
    send.request().headers().forEach(header -> request.setHeader(header.name(), header.value()));
    java.net.http.HttpResponse<InputStream> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      return send.unanswered(failureBeforeBody(e), clock.instant());
    }
    Optional<byte[]> body;
    try (InputStream in = response.body()) {
      body = read(in, send.maxBodyBytes());
    } catch (IOException e) {
      return send.unanswered(TransportFailure.unknown(Kind.TRUNCATED, e), clock.instant());
    }
    return body.isPresent()
        ? send.answered(toCore(response, body.get()), clock.instant())
        : send.unanswered(TransportFailure.unknown(Kind.TOO_LARGE), clock.instant());
  }

  /** Returns the whole body. If the body is too large, stops reading and returns empty. */
  private static Optional<byte[]> read(InputStream in, int maxBytes) throws IOException {
    byte[] body = in.readNBytes(maxBytes);
    return in.read() < 0 ? Optional.of(body) : Optional.empty();
  }

  private static HttpResponse toCore(java.net.http.HttpResponse<?> response, byte[] body) {
    List<HttpHeader> headers = new ArrayList<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> values.forEach(value -> headers.add(new HttpHeader(name, value))));
    return HttpResponse.of(response.statusCode(), headers, body);
  }

  private static TransportFailure failureBeforeBody(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return TransportFailure.notSent(Kind.TIMEOUT, e);
    }
    if (e instanceof HttpTimeoutException) {
      return TransportFailure.unknown(Kind.TIMEOUT, e);
    }
    if (e instanceof ConnectException) {
      boolean unresolved =
          e.getCause() instanceof ConnectException c
              && c.getCause() instanceof UnresolvedAddressException;
      boolean unknown = unresolved || e.getCause() instanceof UnknownHostException;
      return TransportFailure.notSent(unknown ? Kind.UNKNOWN_HOST : Kind.REFUSED, e);
    }
    if (e instanceof SSLException) {
      return TransportFailure.notSent(Kind.TLS, e);
    }
    boolean notHttp = e instanceof ProtocolException || e.getCause() instanceof ProtocolException;
    return TransportFailure.unknown(notHttp ? Kind.MALFORMED : Kind.CLOSED, e);
  }

  static HttpClient client(Duration connectTimeout, ClientKind kind) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout);
    return kind instanceof ClientKind.Trusting trusting
        ? builder.sslContext(trusting(trusting.trusted())).build()
        : builder.build();
  }

  private static SSLContext trusting(KeyStore trusted) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
