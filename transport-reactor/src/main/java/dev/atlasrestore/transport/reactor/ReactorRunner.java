package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.TransportException;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.LostConnections;
import dev.atlasrestore.exchange.OpenCalls;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.Context;

/**
 * Runs calls on Reactor Netty and knows which calls are in flight, and which watches are between
 * two polls.
 *
 * <p>The scheduler is the only source of time: for the clock, for pauses and for timeouts. So a
 * virtual-time scheduler controls all of them. Safe for use by many threads.
 *
 * <p>A timeout or {@link #close} may have to notify many subscribers at once. Each of them is
 * notified in a task of its own, so that a subscriber that blocks does not delay the others.
 */
final class ReactorRunner implements AutoCloseable {

  /** A hundred years: longer than any call, and a scheduler can count it in nanoseconds. */
  private static final Duration MAX_DELAY = Duration.ofDays(36_500);

  private static final String HIDDEN_TARGET = "/hidden";

  /** The same instance for all runners, because it is part of the key of the connection pool. */
  private static final ChannelPipelineConfigurer GUARD =
      (observer, channel, remote) -> UnsolicitedDataGuard.install(channel);

  private final LostConnections lostConnections = new LostConnections();
  private final HttpClient client;

  /** The client for the origin of the latest request. Nearly all requests have the same origin. */
  private volatile @Nullable OriginClient latestClient;

  /** The open connections that no other runner can use; see {@link #sharesConnections}. */
  private final ChannelGroup ownConnections =
      new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

  private final Scheduler scheduler;
  private final boolean isOwn;
  private final InstantSource clock = () -> Instant.EPOCH.plusNanos(nanoTime());
  private final OpenCalls<CallSubscription<?>> callsInFlight = new OpenCalls<>();

  /** The watches that are between two polls. */
  private final OpenCalls<PollFlux> suspendedWatches = new OpenCalls<>();

  private final DeadlineTimer deadlines;
  private final NotifierThreads notifierThreads = new NotifierThreads();

  /**
   * Creates a runner on a copy of the native client. The copy follows no redirects, repeats no
   * request, asks for no compression and guards its connections.
   */
  ReactorRunner(HttpClient client, Scheduler scheduler) {
    this(client, scheduler, false);
  }

  /**
   * Creates a runner on the library's own native client. Reactor Netty then logs no warning about a
   * failure that a call reports.
   */
  static ReactorRunner onOwnClient(HttpClient client) {
    return new ReactorRunner(client, Schedulers.parallel(), true);
  }

  private ReactorRunner(HttpClient client, Scheduler scheduler, boolean isOwn) {
    this.isOwn = isOwn;
    HttpClient fixed = client.followRedirect(false).disableRetry(true).compress(false);
    HttpClient guarded = guard(fixed, isOwn);
    this.client =
        sharesConnections(client)
            ? guarded
            : guarded.doOnChannelInit((observer, channel, remote) -> ownConnections.add(channel));
    this.scheduler = scheduler;
    this.deadlines = new DeadlineTimer(scheduler, callsInFlight);
  }

  /**
   * Adds the {@link UnsolicitedDataGuard} to the connections of a client. A connection of a
   * supplied client may negotiate its protocol, and then has no codec before it is connected.
   */
  private static HttpClient guard(HttpClient client, boolean isOwn) {
    HttpClient guarded = client.doOnChannelInit(GUARD);
    return isOwn
        ? guarded
        : guarded.doOnConnected(connection -> UnsolicitedDataGuard.install(connection.channel()));
  }

  /**
   * Returns whether all runners on this native client share their connections.
   *
   * <p>Reactor Netty keeps one pool for all clients with an equal configuration. If the native
   * client has a {@code doOnChannelInit} of its own, the combination with ours is a new object,
   * which equals no other. Each runner then has a pool of its own. That pool stays in the {@code
   * ConnectionProvider} after the runner is closed (reactor-netty#1556), so the runner closes the
   * connections.
   */
  private static boolean sharesConnections(HttpClient client) {
    return client.configuration().doOnChannelInit() == ChannelPipelineConfigurer.emptyConfigurer();
  }

  /** Returns a cold {@code Mono}: each subscription starts the call anew, at its first demand. */
  <T extends @Nullable Object> Mono<T> run(Call<T> call) {
    return Mono.create(
        subscriber -> {
          CallSubscription<T> subscription = new CallSubscription<>(this, subscriber, call);
          subscriber.onDispose(subscription);
          subscriber.onRequest(demand -> subscription.onDemand());
        });
  }

  /**
   * Returns the builder for a request.
   *
   * <p>On the library's own native client, the builder for a transfer has a placeholder as its
   * target, because Reactor Netty logs the target and a download link is a credential. {@link
   * UnsolicitedDataGuard} sends the right target.
   *
   * @param isTransfer whether the response goes to a sink. The response timeout of a supplied
   *     native client is not used then, because it would count the time in which the sink writes
   */
  HttpClient.RequestSender requestSender(HttpRequest request, boolean isTransfer) {
    if (isTransfer) {
      return new OriginClient(client.responseTimeout(null), request.origin())
          .sender(request, isOwn ? HIDDEN_TARGET : request.target());
    }
    OriginClient latest = latestClient;
    if (latest == null || !latest.isFor(request)) {
      latest = new OriginClient(client, request.origin());
      latestClient = latest;
    }
    return latest.sender(request, request.target());
  }

  boolean isOwn() {
    return isOwn;
  }

  LostConnections lostConnections() {
    return lostConnections;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  DeadlineTimer deadlines() {
    return deadlines;
  }

  /** Registers a call that starts. If the runner is closed, the call fails at once. */
  void onCallStart(CallSubscription<?> call) {
    if (!callsInFlight.add(call)) {
      call.fail(TransportException.clientClosed());
    }
  }

  void onCallEnd(CallSubscription<?> call) {
    callsInFlight.remove(call);
  }

  /** Registers a watch that is between two polls. If the runner is closed, cancels the watch. */
  void onWatchSuspended(PollFlux watch) {
    if (!suspendedWatches.add(watch)) {
      watch.cancel();
    }
  }

  void onWatchResumed(PollFlux watch) {
    suspendedWatches.remove(watch);
  }

  /** Returns the monotonic time. In coarser units, schedulers return the wall-clock time. */
  long nanoTime() {
    return scheduler.now(TimeUnit.NANOSECONDS);
  }

  /** The clock of all calls of this client. */
  InstantSource clock() {
    return clock;
  }

  /** Converts a duration; a longer one than {@link #MAX_DELAY} is cut to it. */
  static long toNanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration.compareTo(MAX_DELAY) < 0 ? duration : MAX_DELAY);
  }

  /**
   * Runs a task that may notify a subscriber, independently of all other such tasks. If no thread
   * is available, the task runs on this thread.
   *
   * @param context the context of the subscriber, for an exception that the task throws
   */
  void notifySeparately(Context context, Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (Throwable thrown) {
            Operators.onErrorDropped(thrown, context);
          }
        };
    try {
      // The few threads of parallel() run all timers, so no subscriber may block them. A supplied
      // scheduler runs the task itself, because in virtual time nothing may happen on another
      // thread.
      if (scheduler == Schedulers.parallel()) {
        notifierThreads.execute(guarded);
      } else {
        scheduler.schedule(guarded);
      }
    } catch (RejectedExecutionException e) {
      guarded.run();
    }
  }

  /**
   * Runs a task on a thread that may block. The thread is one of {@code boundedElastic()}, or a new
   * one if that scheduler was shut down.
   */
  void runBlocking(Runnable task) {
    try {
      Schedulers.boundedElastic().schedule(task);
    } catch (RejectedExecutionException e) {
      notifierThreads.execute(task);
    }
  }

  /**
   * Stops all calls in flight at once, and ends them and each later call with {@code
   * CLIENT_CLOSED}. Closes the connections that no other runner can use. Does not wait until the
   * subscribers are notified.
   */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Closing does not wait.
  public void close() {
    callsInFlight.close(this::end);
    suspendedWatches.close(PollFlux::cancel);
    deadlines.close();
    ownConnections.close();
  }

  private void end(CallSubscription<?> call) {
    if (!call.hasEnded()) {
      call.stop();
      notifySeparately(call.context(), () -> call.fail(TransportException.clientClosed()));
    }
  }
}
