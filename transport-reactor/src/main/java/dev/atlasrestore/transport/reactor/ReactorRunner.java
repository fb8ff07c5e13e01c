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
 * Runs conversations on Reactor Netty. The scheduler gives time, pauses and timeouts, so virtual
 * time drives everything; to cancel frees connection and timer.
 */
final class ReactorRunner implements AutoCloseable {

  /** Longer than anybody waits, and what a scheduler can count in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final HttpClient client;
  private final HttpClient.RequestSender gets;
  private final Scheduler scheduler;
  private final Set<Conversation<?>> running = ConcurrentHashMap.newKeySet();
  private final Deadlines deadlines;
  private volatile boolean closed;

  /** A runner on this client, with what a client can be forced to. */
  ReactorRunner(HttpClient client, Scheduler scheduler) {
    this.client =
        client
            .followRedirect(false)
            .disableRetry(true)
            .compress(false)
            .doOnChannelInit((observer, channel, remote) -> AnswerBoundary.watchOn(channel))
            .doOnConnected(connection -> AnswerBoundary.watchOn(connection.channel()));
    this.gets = this.client.request(HttpMethod.GET);
    this.scheduler = scheduler;
    this.deadlines = new Deadlines(scheduler, running);
  }

  /** A cold run: every subscription is a new conversation, which begins when it is asked for. */
  <T extends @Nullable Object> Mono<T> run(Call<T> call) {
    return Mono.create(
        subscriber -> {
          Conversation<T> conversation =
              new Conversation<>(this, subscriber, () -> call.start(now()));
          subscriber.onDispose(conversation);
          subscriber.onRequest(conversation);
        });
  }

  /** Where requests of this method begin. The client copies itself for each, so one is kept. */
  HttpClient.RequestSender requests(String method) {
    return method.equals(HttpMethod.GET.name()) ? gets : client.request(HttpMethod.valueOf(method));
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  void began(Conversation<?> conversation) {
    running.add(conversation);
    if (closed) {
      conversation.fail(TransportException.clientClosed());
    }
  }

  void ended(Conversation<?> conversation) {
    running.remove(conversation);
  }

  /** Monotonic: in coarser units a scheduler would tell the wall clock's time. */
  long nanoTime() {
    return scheduler.now(TimeUnit.NANOSECONDS);
  }

  Instant now() {
    return Instant.EPOCH.plusNanos(nanoTime());
  }

  static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time.compareTo(LONGEST) < 0 ? time : LONGEST);
  }

  /** Ends every conversation under way and each later one. */
  @Override
  public void close() {
    closed = true;
    for (Conversation<?> each : running) {
      Conversation.tell(each.context(), () -> each.fail(TransportException.clientClosed()));
    }
    deadlines.close();
  }
}
