package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.client.HttpClient;

/**
 * Runs calls on Reactor Netty and knows which calls are in flight.
 *
 * <p>The scheduler is the only source of time: for the clock, for pauses and for timeouts. So
 * virtual time drives everything. Safe for use by many threads.
 */
final class ReactorRunner implements AutoCloseable {

  /** A hundred years: longer than any call, and a scheduler can count it in nanoseconds. */
  private static final Duration MAX_DELAY = Duration.ofDays(36_500);

  private final HttpClient client;
  private final HttpClient.RequestSender getSender;
  private final Scheduler scheduler;
  private final Set<CallSubscription<?>> callsInFlight = ConcurrentHashMap.newKeySet();
  private final DeadlineTimer deadlines;
  private volatile boolean closed;

  /**
   * Creates a runner on a copy of the native client. The copy follows no redirects, repeats no
   * request, asks for no compression and guards its connections.
   */
  ReactorRunner(HttpClient client, Scheduler scheduler) {
    this.client =
        client
            .followRedirect(false)
            .disableRetry(true)
            .compress(false)
            .doOnChannelInit((observer, channel, remote) -> UnsolicitedDataGuard.install(channel))
            .doOnConnected(connection -> UnsolicitedDataGuard.install(connection.channel()));
    this.getSender = this.client.request(HttpMethod.GET);
    this.scheduler = scheduler;
    this.deadlines = new DeadlineTimer(scheduler, callsInFlight);
  }

  /** Returns a cold {@code Mono}: each subscription starts the call anew, at its first demand. */
  <T extends @Nullable Object> Mono<T> run(Call<T> call) {
    return Mono.create(
        subscriber -> {
          CallSubscription<T> subscription =
              new CallSubscription<>(this, subscriber, () -> call.start(now()));
          subscriber.onDispose(subscription);
          subscriber.onRequest(demand -> subscription.onDemand());
        });
  }

  /**
   * Returns the builder for requests with this method. Reactor Netty copies the client for each
   * builder, so the one for {@code GET} is kept.
   */
  HttpClient.RequestSender requestSender(String method) {
    return method.equals(HttpMethod.GET.name())
        ? getSender
        : client.request(HttpMethod.valueOf(method));
  }

  Scheduler scheduler() {
    return scheduler;
  }

  DeadlineTimer deadlines() {
    return deadlines;
  }

  /** Registers a call that starts. If the runner is closed, the call fails at once. */
  void onCallStart(CallSubscription<?> call) {
    callsInFlight.add(call);
    if (closed) {
      call.fail(TransportException.clientClosed());
    }
  }

  void onCallEnd(CallSubscription<?> call) {
    callsInFlight.remove(call);
  }

  /** Returns the monotonic time. In coarser units, schedulers return the wall-clock time. */
  long nanoTime() {
    return scheduler.now(TimeUnit.NANOSECONDS);
  }

  Instant now() {
    return Instant.EPOCH.plusNanos(nanoTime());
  }

  /** Converts a duration; a longer one than {@link #MAX_DELAY} is cut to it. */
  static long toNanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration.compareTo(MAX_DELAY) < 0 ? duration : MAX_DELAY);
  }

  /** Ends all calls in flight and each later one with {@code CLIENT_CLOSED}. */
  @Override
  public void close() {
    closed = true;
    for (CallSubscription<?> call : callsInFlight) {
      CallSubscription.notify(call.context(), () -> call.fail(TransportException.clientClosed()));
    }
    deadlines.close();
  }
}
