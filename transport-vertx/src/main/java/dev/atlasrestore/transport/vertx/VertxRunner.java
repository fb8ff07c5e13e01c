package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs conversations on Vert.x: everything happens on the caller's context, one step after the
 * other, and a wait holds a timer and nothing else.
 */
final class VertxRunner implements AutoCloseable {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Vertx vertx;
  private final WebClient client;
  private final ElapsedClock clock = new ElapsedClock();
  private final Set<Run<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  VertxRunner(Vertx vertx, WebClient client) {
    this.vertx = vertx;
    this.client = client;
    ConnectionGrip.on(client);
  }

  /** Starts a conversation on the caller's context, or on one of its own if the caller has none. */
  <T> Running<T> start(Call<T> call) {
    Run<T> run = new Run<>(vertx.getOrCreateContext());
    running.add(run);
    if (closed) {
      run.end(TransportException.clientClosed());
    } else {
      run.onContext(() -> run.next(() -> call.start(clock.instant())));
    }
    return run;
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(run -> run.end(TransportException.clientClosed()));
  }

  /** A conversation under way. */
  interface Running<T> {

    Future<T> future();

    /** Sends nothing any more and frees connection and timer; the future fails with this. */
    void end(Throwable reason);
  }

  /** One conversation. Its fields belong to its context. */
  private final class Run<T> implements Running<T> {
    private final Context context;
    private final Promise<T> promise = Promise.promise();
    private long timer = -1;
    private @Nullable Exchange exchange;

    /** Set by whoever ends it, in any thread: no step follows. */
    private volatile boolean ended;

    private Run(Context context) {
      this.context = context;
    }

    @Override
    public Future<T> future() {
      return promise.future();
    }

    private void onContext(Runnable work) {
      if (Vertx.currentContext() == context) {
        work.run();
      } else {
        context.runOnContext(ignored -> work.run());
      }
    }

    @Override
    public void end(Throwable reason) {
      running.remove(this);
      ended = true;
      onContext(
          () -> {
            promise.tryFail(reason);
            stopTimer();
            if (exchange != null) {
              exchange.abort();
            }
          });
    }

    private void next(Supplier<Step<T>> stepFunction) {
      if (ended) {
        return;
      }
      try {
        Step<T> step = stepFunction.get();
        if (!ended) {
          does(step);
        }
      } catch (Throwable thrown) {
        running.remove(this);
        promise.tryFail(thrown);
      }
    }

    private void does(Step<T> step) {
      if (step instanceof Step.Send<T> send) {
        send(send);
      } else if (step instanceof Step.Pause<T> pause) {
        timer =
            vertx.setTimer(
                millis(pause.delay()), fired -> next(() -> pause.elapsed(clock.instant())));
      } else if (step instanceof Step.Failed<T> failed) {
        running.remove(this);
        promise.tryFail(failed.error());
      } else {
        running.remove(this);
        promise.tryComplete(((Step.Done<T>) step).value());
      }
    }

    private void send(Step.Send<T> send) {
      Exchange current = new Exchange();
      exchange = current;
      timer =
          vertx.setTimer(
              millis(send.timeout()),
              fired -> {
                if (exchange == current) {
                  exchange = null;
                  current.abort();
                  next(
                      () ->
                          send.unanswered(
                              TransportFailure.unknown(TransportFailure.Kind.TIMEOUT),
                              clock.instant()));
                }
              });
      request(send)
          .as(new CappedBody(current, send.maxBodyBytes()))
          .send()
          .onComplete(
              answer ->
                  onContext(
                      () -> {
                        if (exchange != current) {
                          return; // it was given up before
                        }
                        exchange = null;
                        stopTimer();
                        next(
                            () ->
                                answer.succeeded()
                                    ? send.answered(response(answer.result()), clock.instant())
                                    : send.unanswered(
                                        Failures.of(answer.cause(), current), clock.instant()));
                      }));
    }

    private HttpRequest<?> request(Step.Send<T> send) {
      URI uri = send.request().uri();
      boolean tls = "https".equals(uri.getScheme());
      int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS : HTTP;
      HttpRequest<?> request =
          client
              .request(
                  HttpMethod.valueOf(send.request().method()),
                  port,
                  host(uri),
                  send.request().target())
              .ssl(tls)
              .followRedirects(false);
      send.request().headers().forEach(field -> request.putHeader(field.name(), field.value()));
      return request;
    }

    private void stopTimer() {
      vertx.cancelTimer(timer);
    }
  }

  /** A host as Vert.x wants it: an IPv6 address without its brackets. */
  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static HttpResponse response(io.vertx.ext.web.client.HttpResponse<byte[]> answer) {
    List<HttpHeader> fields = new ArrayList<>(answer.headers().size());
    answer.headers().forEach(field -> fields.add(new HttpHeader(field.getKey(), field.getValue())));
    byte[] body = answer.body();
    return HttpResponse.of(answer.statusCode(), fields, body == null ? new byte[0] : body);
  }

  /** Whole milliseconds, never less than asked for and never zero, which Vert.x refuses. */
  private static long millis(Duration duration) {
    return Math.max(1, duration.plusNanos(999_999).toMillis());
  }
}
