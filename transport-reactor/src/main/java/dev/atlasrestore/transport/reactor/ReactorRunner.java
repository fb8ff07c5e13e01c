package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.Context;

/**
 * Runs conversations on Reactor Netty. Each step leads to the next by {@code expand}, so a wait of
 * any length keeps a flat stack; the scheduler gives time, pauses and timeouts, so virtual time
 * drives everything; to cancel frees connection and timer.
 */
final class ReactorRunner implements AutoCloseable {

  /** A conversation has one step at a time. */
  private static final int CAPACITY_HINT = 1;

  /** Longer than anybody waits, and what a scheduler can count in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final HttpClient client;
  private final Scheduler scheduler;
  private final Set<MonoSink<?>> subscribers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** A runner on this client, with what a client can be forced to. */
  ReactorRunner(HttpClient client, Scheduler scheduler) {
    this.client =
        client
            .followRedirect(false)
            .disableRetry(true)
            .compress(false)
            .doOnChannelInit(InformationalAnswers::skipOn);
    this.scheduler = scheduler;
  }

  /** A cold run: every subscription is a new conversation, which begins when it is asked for. */
  <T> Mono<T> run(Call<T> call) {
    Mono<T> conversation =
        attempt(() -> call.start(now()))
            .expand(this::next, CAPACITY_HINT)
            .last()
            .flatMap(ReactorRunner::end);
    return Mono.create(
        subscriber -> {
          AtomicBoolean begun = new AtomicBoolean();
          subscriber.onRequest(
              demand -> {
                if (begun.compareAndSet(false, true)) {
                  begin(conversation, subscriber);
                }
              });
        });
  }

  private <T> void begin(Mono<T> conversation, MonoSink<T> subscriber) {
    Disposable.Swap running = Disposables.swap();
    subscriber.onDispose(
        () -> {
          subscribers.remove(subscriber);
          running.dispose();
        });
    subscribers.add(subscriber);
    if (closed) {
      subscriber.error(TransportException.clientClosed());
      return;
    }
    running.update(
        conversation
            .doOnSuccess(subscriber::success)
            .subscribe(null, subscriber::error, null, Context.of(subscriber.contextView())));
  }

  private <T> Mono<Step<T>> next(Step<T> step) {
    if (step instanceof Step.Send<T> send) {
      return exchange(send);
    }
    if (step instanceof Step.Pause<T> pause) {
      return Mono.delay(bounded(pause.delay()), scheduler)
          .flatMap(tick -> attempt(() -> pause.elapsed(now())));
    }
    return Mono.empty();
  }

  private <T> Mono<Step<T>> exchange(Step.Send<T> send) {
    Exchange exchange = new Exchange(send.request(), send.maxBodyBytes());
    return exchange
        .on(client)
        .timeout(bounded(send.timeout()), late(send.timeout()), scheduler)
        .<Function<Instant, Step<T>>>map(answer -> now -> send.answered(answer, now))
        .onErrorResume(error -> Mono.just(now -> send.unanswered(exchange.failed(error), now)))
        .flatMap(report -> attempt(() -> report.apply(now())))
        .flatMap(
            step ->
                step instanceof Step.Send ? exchange.released().thenReturn(step) : Mono.just(step));
  }

  private static <T> Mono<T> late(Duration timeout) {
    return Mono.error(() -> new TimeoutException("no complete answer within " + timeout));
  }

  private static <T> Mono<T> end(Step<T> step) {
    return step instanceof Step.Done<T> done
        ? Mono.justOrEmpty(done.value())
        : Mono.error(((Step.Failed<T>) step).error());
  }

  /**
   * Signals whatever a step function throws, also what Reactor calls fatal and would throw on:
   * nothing must hang.
   */
  private static <T> Mono<Step<T>> attempt(Supplier<Step<T>> stepFunction) {
    return Mono.defer(
        () -> {
          try {
            return Mono.just(stepFunction.get());
          } catch (Throwable thrown) {
            return Mono.error(thrown);
          }
        });
  }

  private static Duration bounded(Duration time) {
    return time.compareTo(LONGEST) < 0 ? time : LONGEST;
  }

  /** Monotonic: in coarser units a scheduler would tell the wall clock's time. */
  private Instant now() {
    return Instant.EPOCH.plusNanos(scheduler.now(TimeUnit.NANOSECONDS));
  }

  /** Ends every conversation under way and each later one. */
  @Override
  public void close() {
    closed = true;
    subscribers.forEach(subscriber -> subscriber.error(TransportException.clientClosed()));
  }
}
