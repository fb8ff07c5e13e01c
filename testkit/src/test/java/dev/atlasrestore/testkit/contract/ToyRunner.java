package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.TestTls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * A runner on the JDK's client that keeps the contract. Its methods are small, so that a subclass
 * can break one rule by overriding one of them.
 */
class ToyRunner implements RunnerUnderTest {

  /** The rules that the JDK's client cannot keep. */
  static final Traits TRAITS =
      Traits.keepsAll()
          .without(Contract.CONNECTIONS_CLOSED, "the JDK's client cannot be closed before Java 21")
          .without("RUN-6.lengths", "the client uses Content-Length if a response is also chunked")
          .without("RUN-6.chunk", "the client accepts a chunk of any size")
          .without("RUN-15.head", "the client does not tell why it rejects a head")
          .without("RUN-22", "the client returns bytes on an idle connection as the next response")
          .without("4.once", "the client may connect again by itself if a handshake fails")
          .without(
              "6.unasked", "the client returns bytes on an idle connection as the next response")
          .without("21.calls", "the calls end as interrupted")
          .without("22", "the pool has no limit")
          .without("RUN-3.dropped", "the client repeats a GET, also on a new connection")
          .without("RUN-23", "the client does not show its connections")
          .without("1.silent", "the client does not show its connections")
          .without("1.reused", "the client repeats a GET with the same nonce count")
          .without("RUN-32.closed", "the client does not show whether it has sent the request");

  private static final String REFUSED_TUNNEL = "Tunnel failed, got: ";

  /**
   * Creates a runner on a client of this kind. The JDK's client has no kind with a limited pool.
   */
  static ToyRunner on(ClientKind kind) {
    if (kind instanceof ClientKind.Trusting trusting) {
      return new ToyRunner() {
        @Override
        HttpClient client() {
          return trusting(trusting.trusted()).build();
        }
      };
    }
    if (kind instanceof ClientKind.Proxied proxied) {
      return new ToyRunner() {
        @Override
        HttpClient client() {
          return through(proxied);
        }
      };
    }
    return new ToyRunner();
  }

  static HttpClient through(ClientKind.Proxied kind) {
    InetSocketAddress proxy = new InetSocketAddress(kind.proxy().getHost(), kind.proxy().getPort());
    return trusting(kind.trusted()).proxy(ProxySelector.of(proxy)).build();
  }

  private static HttpClient.Builder trusting(KeyStore trusted) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(TestTls.trusting(trusted));
  }

  private final HttpClient client = client();
  private final ElapsedClock clock = new ElapsedClock();
  private final ExecutorService threads = threads();

  HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  ExecutorService threads() {
    return Executors.newCachedThreadPool();
  }

  @Override
  public <T> Running<T> start(Call<T> call) {
    Future<T> run = threads.submit(() -> run(call));
    return new Running<>() {
      @Override
      public T await() throws InterruptedException {
        try {
          return run.get();
        } catch (ExecutionException e) {
          throw ToyRunner.<RuntimeException>asItIs(e.getCause());
        }
      }

      @Override
      public void cancel() {
        ToyRunner.this.cancel(run);
      }
    };
  }

  void cancel(Future<?> run) {
    run.cancel(true);
  }

  <T> T run(Call<T> call) throws Exception {
    Step<T> step = call.start(now());
    while (true) {
      if (step instanceof Step.Done<T> done) {
        return done.value();
      } else if (step instanceof Step.Failed<T> failed) {
        throw failed.error();
      } else {
        step = execute((Step.Pending<T>) step);
      }
    }
  }

  private <T> Step<T> execute(Step.Pending<T> step) throws InterruptedException {
    try {
      if (step instanceof Step.Send<T> send) {
        return send(send);
      }
      if (step instanceof Step.Transfer<T> transfer) {
        return transfer(transfer);
      }
      if (step instanceof Step.Blocking<T> blocking) {
        return run(blocking);
      }
      Step.Pause<T> pause = (Step.Pause<T>) step;
      pause(pause.delay());
      return pause.elapsed(now());
    } catch (InterruptedException e) {
      reportCancelled(step);
      throw e;
    }
  }

  void reportCancelled(Step.Pending<?> step) {
    step.cancelled(now()).ifPresent(this::runLeft);
  }

  void runLeft(Step.Blocking<?> work) {
    try {
      work.run(now());
    } catch (RuntimeException ignored) {
      // The call has ended.
    }
  }

  <T> Step<T> run(Step.Blocking<T> blocking) throws InterruptedException {
    requireNotCancelled();
    return blocking.run(now());
  }

  Instant now() {
    return clock.instant();
  }

  /** Blocks the thread of the run. */
  void pause(Duration delay) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
  }

  <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
    requireNotCancelled();
    LimitedBody.Handler body = body(send);
    CompletableFuture<java.net.http.HttpResponse<byte[]>> exchange =
        client.sendAsync(request(send), body);
    java.net.http.HttpResponse<byte[]> response;
    try {
      response = exchange.get(timeout(send).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abort(exchange);
      return send.unanswered(TransportFailure.unknown(Kind.TIMEOUT, e), now());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      return unanswered(send, e.getCause(), body);
    }
    if (isOfTheProxy(response)) {
      return send.unanswered(refused(response.statusCode()), now());
    }
    return send.answered(response(response), now());
  }

  /** The client returns the proxy's 407 to {@code CONNECT} as the response. */
  private static boolean isOfTheProxy(java.net.http.HttpResponse<?> response) {
    return response.uri().getScheme().equals("https") && response.sslSession().isEmpty();
  }

  TransportFailure refused(int status) {
    return TransportFailure.refusedByProxy(status, new IOException("the proxy refused a tunnel"));
  }

  <T> Step<T> unanswered(Step.Send<T> send, Throwable error, LimitedBody.Handler body) {
    return send.unanswered(failure(error, body), now());
  }

  void requireNotCancelled() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled before it was sent");
    }
  }

  void abort(Future<?> exchange) {
    exchange.cancel(true);
  }

  LimitedBody.Handler body(Step.Send<?> send) {
    return new LimitedBody.Handler(send.maxBodyBytes(), true);
  }

  Duration timeout(Step.Send<?> send) {
    return send.timeout();
  }

  HttpRequest request(Step.Exchange<?> send) {
    HttpRequest.Builder request = HttpRequest.newBuilder(send.request().uri());
    send.request().headers().forEach(field -> request.setHeader(field.name(), field.value()));
    return request.build();
  }

  HttpResponse response(java.net.http.HttpResponse<byte[]> response) {
    return HttpResponse.of(response.statusCode(), fields(response.headers()), response.body());
  }

  private static List<HttpHeader> fields(HttpHeaders headers) {
    List<HttpHeader> fields = new ArrayList<>();
    headers
        .map()
        .forEach((name, values) -> values.forEach(v -> fields.add(new HttpHeader(name, v))));
    return fields;
  }

  <T> Step<T> transfer(Step.Transfer<T> transfer) throws InterruptedException {
    requireNotCancelled();
    PulledBody body = new PulledBody(maxBuffered());
    CompletableFuture<java.net.http.HttpResponse<PulledBody>> exchange =
        client.sendAsync(request(transfer), body::begin);
    Object outcome;
    try {
      outcome = outcome(transfer, exchange, body);
    } catch (InterruptedException e) {
      abort(exchange, body);
      throw e;
    }
    if (outcome instanceof HttpResponse response) {
      return transfer.answered(response, now());
    }
    abort(exchange, body);
    return transfer.unanswered((TransportFailure) outcome, now());
  }

  /** Returns the response or the failure of a transfer. */
  private Object outcome(
      Step.Transfer<?> transfer,
      CompletableFuture<java.net.http.HttpResponse<PulledBody>> exchange,
      PulledBody body)
      throws InterruptedException {
    try {
      Duration idle = idleTimeout(transfer);
      HttpResponse head = head(exchange, body, idle);
      if (!body.head().isDone()) {
        return refused(head.status());
      }
      Optional<BodySink> sink = sink(transfer, head);
      if (sink.isEmpty()) {
        return HttpResponse.of(
            head.status(), head.headers(), body.readAll(maxBodyBytes(transfer), idle));
      }
      for (Optional<ByteBuffer> part = body.next(idle); part.isPresent(); part = body.next(idle)) {
        write(sink.get(), part.get());
      }
      return head;
    } catch (SinkFailed e) {
      return TransportFailure.unknown(Kind.OTHER, e.getCause());
    } catch (TimeoutException e) {
      return TransportFailure.unknown(Kind.TIMEOUT, e);
    } catch (LimitedBody.TooLarge e) {
      return TransportFailure.unknown(Kind.TOO_LARGE, e);
    } catch (IOException e) {
      return TransportFailure.unknown(Kind.TRUNCATED, e);
    } catch (ExecutionException e) {
      return failure(e.getCause(), new LimitedBody.Handler(0, true));
    }
  }

  /**
   * Waits for the head. The exchange may fail after the head has arrived. The client returns the
   * proxy's 407 to {@code CONNECT} without a body.
   */
  private static HttpResponse head(
      CompletableFuture<java.net.http.HttpResponse<PulledBody>> exchange,
      PulledBody body,
      Duration idleTimeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture.anyOf(body.head(), exchange).get(idleTimeout.toNanos(), TimeUnit.NANOSECONDS);
    if (!body.head().isDone()) {
      return HttpResponse.of(exchange.join().statusCode(), List.of(), new byte[0]);
    }
    ResponseInfo head = body.head().join();
    return HttpResponse.of(head.statusCode(), fields(head.headers()), new byte[0]);
  }

  /** Calls the sink on the thread of the run, which may block. */
  void write(BodySink sink, ByteBuffer part) throws InterruptedException, SinkFailed {
    requireNotCancelled();
    try {
      sink.write(part);
    } catch (IOException | RuntimeException e) {
      requireNotCancelled();
      throw new SinkFailed(e);
    }
  }

  static final class SinkFailed extends Exception {
    private static final long serialVersionUID = 1L;

    SinkFailed(Exception cause) {
      super(cause);
    }
  }

  void abort(Future<?> exchange, PulledBody body) {
    exchange.cancel(true);
    body.cancel();
  }

  Optional<BodySink> sink(Step.Transfer<?> transfer, HttpResponse head) {
    return transfer.sinkFor().apply(head);
  }

  int maxBodyBytes(Step.Transfer<?> transfer) {
    return transfer.maxBodyBytes();
  }

  Duration idleTimeout(Step.Transfer<?> transfer) {
    return transfer.idleTimeout();
  }

  /** How many parts of a body wait for the sink. */
  int maxBuffered() {
    return 4;
  }

  TransportFailure failure(Throwable error, LimitedBody.Handler body) {
    String message = String.valueOf(error.getMessage());
    if (message.startsWith(REFUSED_TUNNEL)) {
      return refused(Integer.parseInt(message.substring(REFUSED_TUNNEL.length())));
    }
    if (error instanceof SSLException) {
      return TransportFailure.notSent(Kind.TLS, error);
    }
    if (error instanceof ConnectException && isUnresolved(error)) {
      return TransportFailure.notSent(Kind.UNKNOWN_HOST, error);
    }
    if (error instanceof ConnectException) {
      return TransportFailure.notSent(Kind.REFUSED, error);
    }
    if (error instanceof LimitedBody.TooLarge) {
      return TransportFailure.unknown(Kind.TOO_LARGE, error);
    }
    if (body.hasStarted()) {
      return TransportFailure.unknown(Kind.TRUNCATED, error);
    }
    boolean notHttp =
        error instanceof ProtocolException || error.getCause() instanceof ProtocolException;
    return TransportFailure.unknown(notHttp ? Kind.MALFORMED : Kind.CLOSED, error);
  }

  private static boolean isUnresolved(Throwable error) {
    Throwable each = error;
    while (each != null) {
      if (each instanceof UnresolvedAddressException) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  @SuppressWarnings("unchecked")
  static <X extends Throwable> RuntimeException asItIs(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
