package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.exchange.Step;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscriber's conversation: takes one step after the other until it has a result. A step that
 * follows at once is taken after the one before, not inside of it, so the stack stays flat however
 * long a wait is. Between two polls it holds one timer and nothing else.
 */
final class Conversation<T extends @Nullable Object> implements Disposable, LongConsumer {

  private final ReactorRunner runner;
  private final MonoSink<T> subscriber;

  /** The timer of a pause, or the exchange. */
  private final Disposable.Swap current = Disposables.swap();

  private final AtomicBoolean begun = new AtomicBoolean();

  /** How many steps are to be taken; each is reported by one, when the one before was taken. */
  private final AtomicInteger steps = new AtomicInteger();

  private @Nullable Supplier<Step<T>> nextStep;

  /** The exchange under way. */
  private volatile @Nullable Answering<T> answering;

  Conversation(ReactorRunner runner, MonoSink<T> subscriber, Supplier<Step<T>> start) {
    this.runner = runner;
    this.subscriber = subscriber;
    this.nextStep = start;
  }

  /** The first demand begins it. */
  @Override
  public void accept(long demand) {
    if (begun.compareAndSet(false, true)) {
      runner.began(this);
      if (current.isDisposed()) {
        runner.ended(this); // cancelled before it was asked for, or meanwhile
      }
      takeSteps();
    }
  }

  /** Sends nothing any more and frees connection and timer. */
  @Override
  public void dispose() {
    current.dispose();
    runner.ended(this);
    answering = null;
  }

  void fail(Throwable error) {
    subscriber.error(error);
  }

  Context context() {
    return Context.of(subscriber.contextView());
  }

  /** The exchange under way, if there is one. */
  @Nullable Answering<T> answering() {
    return answering;
  }

  /** The exchange is over, and leads to this. */
  void exchanged(Supplier<Step<T>> step) {
    answering = null;
    next(step);
  }

  private void next(Supplier<Step<T>> step) {
    nextStep = step;
    takeSteps();
  }

  /** Whoever finds somebody at it leaves the step to them. */
  private void takeSteps() {
    if (steps.getAndIncrement() > 0) {
      return;
    }
    do {
      Supplier<Step<T>> step = nextStep;
      nextStep = null;
      if (step != null && !current.isDisposed()) {
        guarded(() -> take(step.get()));
      }
    } while (steps.decrementAndGet() > 0);
  }

  /** What a subscriber throws when it is told must not keep the others from being told. */
  static void tell(Context context, Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      Operators.onErrorDropped(e, context);
    }
  }

  /** Whatever is thrown, also what Reactor calls fatal, ends the conversation: nothing may hang. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable thrown) {
      subscriber.error(thrown);
    }
  }

  private void take(Step<T> step) {
    if (step instanceof Step.Send<T> send) {
      send(send);
    } else if (step instanceof Step.Pause<T> pause) {
      pause(pause);
    } else if (step instanceof Step.Failed<T> failed) {
      subscriber.error(failed.error());
    } else {
      subscriber.success(((Step.Done<T>) step).value());
    }
  }

  private void pause(Step.Pause<T> pause) {
    long nanos = ReactorRunner.nanos(pause.delay());
    Runnable elapsed = () -> next(() -> pause.elapsed(runner.now()));
    current.replace(runner.scheduler().schedule(elapsed, nanos, TimeUnit.NANOSECONDS));
  }

  private void send(Step.Send<T> send) {
    Answering<T> next = new Answering<>(this, runner, send);
    if (current.replace(next)) {
      answering = next;
      next.begin();
    }
  }
}
