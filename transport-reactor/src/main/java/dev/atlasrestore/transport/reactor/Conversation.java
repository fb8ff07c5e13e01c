package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.exchange.Step;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscriber's conversation: takes one step after the other until it has a result, each in the
 * thread that reports what the one before led to, never in that of a caller who has only asked. A
 * step that follows at once is taken after the one before, not inside of it, so the stack stays
 * flat however long a wait is. Between two polls it holds one timer and nothing else.
 */
final class Conversation<T extends @Nullable Object> implements Disposable, LongConsumer {

  private final ReactorRunner runner;
  private final MonoSink<T> subscriber;

  /** The timer of a pause, or the exchange. */
  private final Disposable.Swap current = Disposables.swap();

  /** Taken by the first demand. */
  private final AtomicReference<@Nullable Supplier<Step<T>>> start;

  /** Who takes the latest step. */
  private volatile @Nullable Turn<T> turn;

  /** The exchange under way. */
  private volatile @Nullable Answering<T> answering;

  Conversation(ReactorRunner runner, MonoSink<T> subscriber, Supplier<Step<T>> start) {
    this.runner = runner;
    this.subscriber = subscriber;
    this.start = new AtomicReference<>(start);
  }

  /** The first demand begins it. */
  @Override
  public void accept(long demand) {
    Supplier<Step<T>> first = start.getAndSet(null);
    if (first != null) {
      runner.began(this);
      if (current.isDisposed()) {
        runner.ended(this); // cancelled before it was asked for, or meanwhile
      }
      next(first);
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

  /**
   * Takes this step, in this thread; where a step of this thread's leads to it, when that is taken.
   * The thread that took the step before may still be on its way back from sending.
   */
  private void next(Supplier<Step<T>> step) {
    Turn<T> latest = turn;
    if (latest != null && latest.isOfThisThread()) {
      latest.next = step;
      return;
    }
    Turn<T> mine = new Turn<>(step);
    turn = mine;
    for (Supplier<Step<T>> each = mine.next; each != null; each = mine.next) {
      mine.next = null;
      if (!current.isDisposed()) {
        Supplier<Step<T>> taken = each;
        guarded(() -> take(taken.get()));
      }
    }
    mine.thread = null;
  }

  /** Whatever a subscriber throws when it is told must not keep the others from being told. */
  static void tell(Context context, Runnable telling) {
    try {
      telling.run();
    } catch (Throwable thrown) {
      Operators.onErrorDropped(thrown, context);
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
    Disposable.Swap timer = Disposables.swap();
    current.replace(timer); // it may have elapsed before its schedule returns
    timer.update(runner.scheduler().schedule(elapsed, nanos, TimeUnit.NANOSECONDS));
  }

  private void send(Step.Send<T> send) {
    Answering<T> next = new Answering<>(this, runner, send);
    if (current.replace(next)) {
      answering = next;
      next.begin();
    }
  }

  /** One thread that takes steps; no other touches its fields. */
  private static final class Turn<T extends @Nullable Object> {

    private @Nullable Thread thread = Thread.currentThread();
    private @Nullable Supplier<Step<T>> next;

    private Turn(Supplier<Step<T>> first) {
      next = first;
    }

    /** Seen by another thread, it is of that thread at no time. */
    private boolean isOfThisThread() {
      return thread == Thread.currentThread();
    }
  }
}
