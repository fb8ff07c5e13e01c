package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.RunningCall;
import dev.atlasrestore.exchange.Step;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call in flight. It executes one step after another: a pause is a timer, a request is an
 * exchange of the HTTP client. Both are futures, and a thread of the common pool reports their end.
 * Work that may block runs on the worker.
 *
 * <p>The call ends with its last step, or earlier if the result is completed from outside, for
 * example by {@code cancel}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The dependent actions throw nothing.
final class JdkCall<T extends @Nullable Object> {

  private final HttpClient client;
  private final Executor worker;
  private final RunningCall<T> call;
  private final CompletableFuture<T> result = new CompletableFuture<>();

  /** The timer or the exchange of the current step. */
  private volatile CompletableFuture<?> pending = CompletableFuture.completedFuture(null);

  JdkCall(HttpClient client, InstantSource clock, Executor worker) {
    this.client = client;
    this.worker = worker;
    this.call = new RunningCall<>(clock, worker);
    result.whenComplete((value, error) -> call.cancel(() -> pending.cancel(true)));
  }

  CompletableFuture<T> result() {
    return result;
  }

  /** Starts the call, unless it has ended. */
  void start(Call<T> firstStep) {
    advance(() -> call.start(firstStep));
  }

  /** Ends the call, unless it has ended. */
  void fail(RuntimeException error) {
    result.completeExceptionally(error);
  }

  /** Reports an event, and executes the step to which it leads. */
  private void advance(Supplier<Optional<Step<T>>> report) {
    try {
      report.get().ifPresent(this::execute);
    } catch (Throwable thrown) {
      result.completeExceptionally(thrown);
    }
  }

  private void execute(Step<T> step) {
    if (step instanceof Step.Done<T> done) {
      result.complete(done.value());
    } else if (step instanceof Step.Failed<T> failed) {
      result.completeExceptionally(failed.error());
    } else if (step instanceof Step.Pause<T> pause) {
      CompletableFuture<?> timer = ExchangeTimeout.timer(pause.delay());
      cancelWithCall(timer);
      timer.thenRunAsync(() -> advance(() -> call.elapsed(pause)));
    } else if (step instanceof Step.Blocking<T> work) {
      worker.execute(() -> advance(() -> call.run(work)));
    } else if (step instanceof Step.Transfer<T> transfer) {
      // The JDK's client may pass parts of the body to the sink on the thread that sends.
      worker.execute(() -> start(transfer));
    } else {
      exchange((Step.Exchange<T>) step);
    }
  }

  private void start(Step.Transfer<T> step) {
    try {
      exchange(step);
    } catch (Throwable thrown) {
      result.completeExceptionally(thrown);
    }
  }

  private void exchange(Step.Exchange<T> step) {
    // The timeout of the JDK's client ends with the head of the response, so it is not used.
    ExchangeTimeout timeout = ExchangeTimeout.start(step);
    ResponseReader reader = new ResponseReader(step, timeout);
    CompletableFuture<java.net.http.HttpResponse<byte[]>> exchange =
        client.sendAsync(toJdk(step.request()), reader);
    exchange.whenComplete(
        (response, error) -> {
          boolean inTime = timeout.end();
          // No event is reported while the sink of a transfer writes.
          reader
              .end()
              .thenRunAsync(
                  () -> {
                    if (error == null) {
                      advance(() -> report(step, response));
                    } else if (inTime) {
                      advance(() -> call.unanswered(step, reader.failure(error)));
                    } else {
                      TransportFailure timedOut = TransportFailure.unknown(Kind.TIMEOUT, error);
                      advance(() -> call.unanswered(step, timedOut));
                    }
                  });
        });
    timeout.onExpiry(() -> exchange.cancel(true));
    cancelWithCall(exchange);
  }

  private Optional<Step<T>> report(
      Step.Exchange<T> step, java.net.http.HttpResponse<byte[]> response) {
    Optional<TransportFailure> refused = FailureMapper.refusedByProxy(response);
    return refused.isPresent()
        ? call.unanswered(step, refused.get())
        : call.answered(step, ResponseReader.toCore(response));
  }

  /** Cancels the future when the call ends, or now if the call has already ended. */
  private void cancelWithCall(CompletableFuture<?> future) {
    pending = future;
    if (result.isDone()) {
      future.cancel(true);
    }
  }

  private static java.net.http.HttpRequest toJdk(HttpRequest request) {
    java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(request.uri());
    request.headers().forEach(header -> builder.setHeader(header.name(), header.value()));
    return builder.build();
  }
}
