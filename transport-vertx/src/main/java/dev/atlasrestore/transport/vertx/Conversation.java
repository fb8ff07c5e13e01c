package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One conversation under way: one promise, and one method that takes each step. Steps are taken on
 * the caller's context, one after the other; between two of them there is a timer, or a timer and
 * an exchange, and nothing else.
 *
 * <p>Anybody may end it, in any thread: that frees timer and exchange at once, and only then is the
 * caller told. Whoever begins something looks afterwards whether all was ended meanwhile, so one of
 * the two always sees the other.
 */
final class Conversation<T extends @Nullable Object> {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final VertxRunner runner;
  private final Context context;
  private final Promise<T> promise = Promise.promise();
  private volatile long timer = -1;
  private volatile @Nullable Exchange exchange;
  private volatile boolean ended;

  Conversation(VertxRunner runner, Context context) {
    this.runner = runner;
    this.context = context;
  }

  Future<T> future() {
    return promise.future();
  }

  /** Whether it runs in this verticle; without an id, in none. */
  boolean isOf(@Nullable String deploymentId) {
    return deploymentId == null
        ? context.deploymentID() == null
        : deploymentId.equals(context.deploymentID());
  }

  void begin(Call<T> call) {
    onContext(() -> next(() -> call.start(runner.now())));
  }

  /** Sends nothing any more, frees connection and timer, and fails the future with this. */
  void end(Throwable reason) {
    forget();
    onContext(() -> tell(reason));
  }

  /** What a handler throws concerns Vert.x and nobody who ends other conversations after this. */
  private void tell(Throwable reason) {
    try {
      promise.tryFail(reason);
    } catch (RuntimeException | Error thrown) {
      try {
        context.runOnContext(
            turn -> {
              throw thrown;
            });
      } catch (RejectedExecutionException closed) {
        // Vert.x is closed, and has nobody to tell.
      }
    }
  }

  /** Sends nothing any more, frees connection and timer, and tells nobody. */
  void forget() {
    ended = true;
    runner.hasEnded(this);
    free();
  }

  private void free() {
    runner.vertx().cancelTimer(timer);
    Exchange underWay = exchange;
    if (underWay != null) {
      underWay.end();
    }
  }

  private void next(Supplier<Step<T>> stepFunction) {
    if (ended) {
      return;
    }
    Step<T> step;
    try {
      step = stepFunction.get();
    } catch (Throwable thrown) {
      end(thrown);
      return;
    }
    if (!ended) {
      take(step);
    }
  }

  private void take(Step<T> step) {
    if (step instanceof Step.Send<T> send) {
      send(send);
    } else if (step instanceof Step.Pause<T> pause) {
      after(pause.delay(), () -> next(() -> pause.elapsed(runner.now())));
    } else if (step instanceof Step.Failed<T> failed) {
      end(failed.error());
    } else {
      forget();
      promise.tryComplete(((Step.Done<T>) step).value());
    }
  }

  private void send(Step.Send<T> send) {
    Exchange current = runner.exchange(send);
    exchange = current;
    after(send.timeout(), () -> report(send, current, late(send.timeout())));
    if (!ended) {
      current
          .on(runner.client(), millis(send.timeout()))
          .onComplete(answer -> onContext(() -> report(send, current, answer)));
    }
  }

  private static <R> Future<R> late(Duration timeout) {
    return Future.failedFuture(new TimeoutException("no complete answer within " + timeout));
  }

  private void report(Step.Send<T> send, Exchange current, AsyncResult<HttpResponse> answer) {
    if (exchange != current) {
      return; // this has been reported on
    }
    if (answer.failed()) {
      current.end();
    }
    exchange = null;
    runner.vertx().cancelTimer(timer);
    next(
        () ->
            answer.succeeded()
                ? send.answered(answer.result(), runner.now())
                : send.unanswered(current.failed(answer.cause()), runner.now()));
  }

  private void after(Duration delay, Runnable what) {
    try {
      timer = runner.vertx().setTimer(millis(delay), fired -> what.run());
    } catch (RejectedExecutionException closed) {
      end(TransportException.clientClosed()); // Vert.x itself is closed
    }
    if (ended) {
      free();
    }
  }

  /** At once where that is the caller's own turn already. */
  private void onContext(Runnable work) {
    boolean itsTurn =
        Vertx.currentContext() == context
            && context.isEventLoopContext() == Context.isOnEventLoopThread();
    if (itsTurn) {
      work.run();
      return;
    }
    try {
      context.runOnContext(turn -> work.run());
    } catch (RejectedExecutionException closed) {
      work.run(); // Vert.x is closed: no context has a turn any more, and nothing may hang
    }
  }

  /** Whole milliseconds, never less than asked for and never zero, which Vert.x refuses. */
  private static long millis(Duration delay) {
    Duration bounded = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    return Math.max(1, bounded.plusNanos(999_999).toMillis());
  }
}
