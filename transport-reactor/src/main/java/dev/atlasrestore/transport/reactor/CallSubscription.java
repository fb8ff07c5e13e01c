package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.RunningCall;
import dev.atlasrestore.exchange.Step;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One call, started by one subscriber: takes one step after the other until the call has a result.
 * Between two polls of a wait it holds one timer and nothing else.
 *
 * <p><b>Which thread takes a step.</b> The first demand starts the call, on the thread that
 * requests. Every later step is taken by the thread that reports the outcome of the step before: an
 * event loop after an exchange, a thread of the scheduler after a pause, a thread of {@link
 * ReactorRunner#notifySeparately} after a timeout. A {@code Blocking} step is taken by a thread of
 * {@link ReactorRunner#runBlocking}.
 *
 * <p><b>What may race.</b> At most one step is under way, so at most one outcome is reported at a
 * time. But an outcome may be reported before the thread that took the step has returned from
 * sending or scheduling:
 *
 * <ul>
 *   <li>If another thread reports it, that thread takes the next step at once, in a {@link
 *       StepLoop} of its own. It does not wait for the first thread, which then has nothing left to
 *       do.
 *   <li>If the same thread reports it, the next step is stored in the loop of this thread. The loop
 *       takes it when the current step has returned. So the depth of the stack does not grow with
 *       the number of steps.
 * </ul>
 *
 * <p>Any thread may cancel the call or close the client at any time. {@link #running} is cancelled
 * then, and {@link #current} is disposed. From that moment on no step is taken and nothing new is
 * started. A step that is being taken may still throw, so {@link #ended} decides which signal the
 * subscriber gets.
 */
final class CallSubscription<T extends @Nullable Object> implements Disposable {

  private final ReactorRunner runner;
  private final MonoSink<T> subscriber;
  private final RunningCall<T> running;

  /** The timer of the pause, or the exchange, that is under way. */
  private final Disposable.Swap current = Disposables.swap();

  /** True as soon as the subscriber has cancelled or its only signal is chosen. */
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Empty after the first demand. */
  private final AtomicReference<@Nullable Call<T>> notStarted;

  /** The loop that took the latest step. */
  private volatile @Nullable StepLoop<T> latestLoop;

  private volatile @Nullable ResponseSubscriber<T> exchange;

  CallSubscription(ReactorRunner runner, MonoSink<T> subscriber, Call<T> call) {
    this.runner = runner;
    this.subscriber = subscriber;
    this.running = new RunningCall<>(runner.clock(), runner::runBlocking);
    this.notStarted = new AtomicReference<>(call);
  }

  /** Starts the call at the first demand; later demands have no effect. */
  void onDemand() {
    Call<T> call = notStarted.getAndSet(null);
    if (call != null) {
      runner.onCallStart(this);
      if (current.isDisposed()) {
        runner.onCallEnd(this); // It was cancelled before it was registered.
      }
      takeInLoop(() -> running.start(call));
    }
  }

  /** Ends the call because the subscriber has cancelled or has got its signal. */
  @Override
  public void dispose() {
    ended.set(true);
    stop();
    runner.onCallEnd(this);
  }

  /** Returns whether the subscriber has cancelled, or has got its signal, or is getting it now. */
  boolean hasEnded() {
    return ended.get();
  }

  /** Takes no further step and frees connection and timer. The subscriber gets no signal. */
  void stop() {
    running.cancel(
        () -> {
          current.dispose();
          exchange = null;
        });
  }

  /** Stops and signals the error. Returns false, and signals nothing, if the call has ended. */
  boolean fail(Throwable error) {
    boolean first = ended.compareAndSet(false, true);
    if (first) {
      stop();
      subscriber.error(error);
    }
    return first;
  }

  Context context() {
    return Context.of(subscriber.contextView());
  }

  /** Returns the exchange that is in flight, or null if there is none. */
  @Nullable ResponseSubscriber<T> exchange() {
    return exchange;
  }

  /** Continues the call after a response. */
  void onResponse(Step.Exchange<T> step, HttpResponse response) {
    exchange = null;
    takeInLoop(() -> running.answered(step, response));
  }

  /** Continues the call after an exchange without a response. */
  void onFailure(Step.Exchange<T> step, TransportFailure failure) {
    exchange = null;
    takeInLoop(() -> running.unanswered(step, failure));
  }

  private void takeInLoop(Supplier<Optional<Step<T>>> step) {
    StepLoop<T> latest = latestLoop;
    if (latest != null && latest.belongsToCurrentThread()) {
      latest.next = step;
      return;
    }
    StepLoop<T> loop = new StepLoop<>(step);
    latestLoop = loop;
    for (Supplier<Optional<Step<T>>> next = loop.next; next != null; next = loop.next) {
      loop.next = null;
      takeOrFail(next);
    }
    loop.thread = null;
  }

  /** Fails the call for every throwable, also one that Reactor calls fatal. So no call hangs. */
  private void takeOrFail(Supplier<Optional<Step<T>>> step) {
    try {
      step.get().ifPresent(this::take);
    } catch (Throwable thrown) {
      if (!fail(thrown)) {
        Operators.onErrorDropped(thrown, context());
      }
    }
  }

  private void take(Step<T> step) {
    if (step instanceof Step.Exchange<T> next) {
      send(next);
    } else if (step instanceof Step.Pause<T> pause) {
      pause(pause);
    } else if (step instanceof Step.Blocking<T> blocking) {
      runner.runBlocking(() -> takeInLoop(() -> running.run(blocking)));
    } else if (step instanceof Step.Failed<T> failed) {
      fail(failed.error());
    } else if (ended.compareAndSet(false, true)) {
      subscriber.success(((Step.Done<T>) step).value());
    }
  }

  private void send(Step.Exchange<T> step) {
    ResponseSubscriber<T> next = new ResponseSubscriber<>(this, runner, step);
    if (current.replace(next)) {
      exchange = next;
      next.start();
    }
  }

  private void pause(Step.Pause<T> pause) {
    long nanos = ReactorRunner.toNanos(pause.delay());
    Runnable onElapsed = () -> takeInLoop(() -> running.elapsed(pause));
    // The pause may elapse, and the next step replace it, before schedule() returns its timer.
    Disposable.Swap timer = Disposables.swap();
    current.replace(timer);
    timer.update(runner.scheduler().schedule(onElapsed, nanos, TimeUnit.NANOSECONDS));
  }

  /** Takes steps on one thread. No other thread writes its fields. */
  private static final class StepLoop<T extends @Nullable Object> {

    private @Nullable Thread thread = Thread.currentThread();
    private @Nullable Supplier<Optional<Step<T>>> next;

    private StepLoop(Supplier<Optional<Step<T>>> first) {
      next = first;
    }

    /** Safe without synchronization: another thread reads the owner or null, never itself. */
    private boolean belongsToCurrentThread() {
      return thread == Thread.currentThread();
    }
  }
}
