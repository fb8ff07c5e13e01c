package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.TestTls;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * A runner on the JDK's client that keeps the contract, in pieces small enough to break one of them
 * at a time.
 */
class ToyRunner implements RunnerUnderTest {

  /** What the JDK's client cannot do. */
  static final Traits TRAITS =
      Traits.keepsAll()
          .without(Contract.CLOSED, "the JDK's client cannot be closed before Java 21")
          .without("RUN-6.lengths", "it goes by the length where chunks go before it")
          .without("RUN-6.chunk", "it waits for a chunk of any size")
          .without("RUN-22", "it takes what comes on an idle connection for the next answer")
          .without("4.once", "it may connect once more by itself where a handshake breaks off")
          .without("6.unasked", "the same")
          .without("21.calls", "its calls end as interrupted ones")
          .without("22", "its pool has no bounds")
          .without("RUN-3.dropped", "it sends a GET again, also on a connection that was new");

  /** A runner on a client of this kind, as far as the JDK's can be of one. */
  static ToyRunner on(ClientKind kind) {
    if (kind instanceof ClientKind.Trusting trusting) {
      return new ToyRunner() {
        @Override
        HttpClient client() {
          return HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(TestTls.trusting(trusting.trusted()))
              .build();
        }
      };
    }
    return new ToyRunner();
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
      } else if (step instanceof Step.Pause<T> pause) {
        pause(pause.delay());
        step = pause.elapsed(now());
      } else {
        step = send((Step.Send<T>) step);
      }
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** Holds a thread, which is the run's own. */
  void pause(Duration delay) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
  }

  <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
    requireNotCancelled();
    CappedBody.Handler body = body(send);
    CompletableFuture<java.net.http.HttpResponse<byte[]>> exchange =
        client.sendAsync(request(send), body);
    java.net.http.HttpResponse<byte[]> answer;
    try {
      answer = exchange.get(timeout(send).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abort(exchange);
      return send.unanswered(TransportFailure.unknown(Kind.TIMEOUT, e), now());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      return unanswered(send, e.getCause(), body);
    }
    return send.answered(response(answer), now());
  }

  <T> Step<T> unanswered(Step.Send<T> send, Throwable error, CappedBody.Handler body) {
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

  CappedBody.Handler body(Step.Send<?> send) {
    return new CappedBody.Handler(send.maxBodyBytes(), true);
  }

  Duration timeout(Step.Send<?> send) {
    return send.timeout();
  }

  HttpRequest request(Step.Send<?> send) {
    HttpRequest.Builder request = HttpRequest.newBuilder(send.request().uri());
    send.request().headers().forEach(field -> request.setHeader(field.name(), field.value()));
    return request.build();
  }

  HttpResponse response(java.net.http.HttpResponse<byte[]> answer) {
    List<HttpHeader> fields = new ArrayList<>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(v -> fields.add(new HttpHeader(name, v))));
    return HttpResponse.of(answer.statusCode(), fields, answer.body());
  }

  TransportFailure failure(Throwable error, CappedBody.Handler body) {
    if (error instanceof SSLException) {
      return TransportFailure.notSent(Kind.TLS, error);
    }
    if (error instanceof ConnectException && isUnresolved(error)) {
      return TransportFailure.notSent(Kind.UNKNOWN_HOST, error);
    }
    if (error instanceof ConnectException) {
      return TransportFailure.notSent(Kind.REFUSED, error);
    }
    if (error instanceof CappedBody.TooLarge) {
      return TransportFailure.unknown(Kind.TOO_LARGE, error);
    }
    if (body.hasBegun()) {
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
