package dev.atlasrestore.exchange;

import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * Runs many calls at once in virtual time, against one server. Events are reported in the order of
 * their times, so a simulated hour takes milliseconds. Deterministic. Not safe for use by several
 * threads.
 */
public final class Simulation {

  private final FakeClock clock;
  private final Server server;
  private final PriorityQueue<Scheduled> schedule =
      new PriorityQueue<>(Comparator.comparing(Scheduled::at).thenComparing(Scheduled::order));
  private final List<Instant> sends = new ArrayList<>();
  private Supplier<Duration> timerDelay = () -> Duration.ZERO;
  private long nextOrder;

  /** The behaviour of a server. */
  @FunctionalInterface
  public interface Server {

    /** Returns the outcome of a request that is sent now. */
    Reply reply(HttpRequest request, Instant now);
  }

  /** The outcome of a request. */
  public sealed interface Reply {

    /** Returns the time from the request to its outcome. */
    Duration latency();
  }

  /** The server sends a response. */
  public record Answer(Duration latency, HttpResponse response) implements Reply {}

  /** No usable response arrives. */
  public record NoAnswer(Duration latency, TransportFailure failure) implements Reply {}

  /** Creates a simulation. Nothing happens before {@link #run()}. */
  public Simulation(FakeClock clock, Server server) {
    this.clock = clock;
    this.server = server;
  }

  /** Schedules the start of a call. */
  public <T> Run<T> startIn(Duration delay, Call<T> call) {
    return startIn(delay, call, () -> {});
  }

  /** Schedules the start of a call, and an action for the time when the call has ended. */
  public <T> Run<T> startIn(Duration delay, Call<T> call, Runnable then) {
    Run<T> run = new Run<>(then);
    at(clock.now().plus(delay), () -> advance(run, call.start(clock.now())));
    return run;
  }

  /** Makes timers late: each pause lasts longer by the next of these delays. */
  public void delayTimers(Supplier<Duration> delay) {
    timerDelay = delay;
  }

  /** Schedules the cancellation of a call. Has no effect if the call has ended by then. */
  public void cancelIn(Duration delay, Run<?> run) {
    at(clock.now().plus(delay), () -> run.cancel(clock.now()));
  }

  /** Runs until every call has ended and nothing is scheduled. */
  public void run() {
    for (Scheduled next = schedule.poll(); next != null; next = schedule.poll()) {
      clock.advanceTo(next.at());
      next.action().run();
    }
  }

  /** Returns the times of the requests of all calls, in order. */
  public List<Instant> sends() {
    return sends;
  }

  private <T> void advance(Run<T> run, Step<T> step) {
    run.step = step;
    if (step instanceof Step.Pause<T> pause) {
      at(
          clock.now().plus(pause.delay()).plus(timerDelay.get()),
          () -> report(run, () -> pause.elapsed(clock.now())));
    } else if (step instanceof Step.Send<T> send) {
      exchange(run, send);
    } else {
      run.ended = clock.now();
      run.then.run();
    }
  }

  private <T> void exchange(Run<T> run, Step.Send<T> send) {
    sends.add(clock.now());
    run.requests++;
    Reply reply = server.reply(send.request(), clock.now());
    if (reply.latency().compareTo(send.timeout()) > 0) {
      TransportFailure late = TransportFailure.unknown(TransportFailure.Kind.TIMEOUT);
      at(
          clock.now().plus(send.timeout()),
          () -> report(run, () -> send.unanswered(late, clock.now())));
    } else if (reply instanceof Answer answer) {
      at(
          clock.now().plus(reply.latency()),
          () -> report(run, () -> send.answered(answer.response(), clock.now())));
    } else {
      TransportFailure failure = ((NoAnswer) reply).failure();
      at(
          clock.now().plus(reply.latency()),
          () -> report(run, () -> send.unanswered(failure, clock.now())));
    }
  }

  private <T> void report(Run<T> run, Supplier<Step<T>> next) {
    if (!run.cancelled) {
      advance(run, next.get());
    }
  }

  private void at(Instant then, Runnable action) {
    schedule.add(new Scheduled(then, nextOrder++, action));
  }

  private record Scheduled(Instant at, long order, Runnable action) {}

  /** One run of a call. */
  public static final class Run<T> {
    private final Runnable then;
    private Step<T> step;
    private Instant ended;
    private int requests;
    private boolean cancelled;

    private Run(Runnable then) {
      this.then = then;
    }

    private void cancel(Instant now) {
      if (step instanceof Step.Pending<T> pending) {
        cancelled = true;
        pending.cancelled(now);
      }
    }

    /** Returns whether the call was cancelled before its end. */
    public boolean isCancelled() {
      return cancelled;
    }

    /** Returns the current step; null before the start. */
    public Step<T> step() {
      return step;
    }

    /** Returns the time when the call ended. */
    public Instant ended() {
      if (ended == null) {
        throw new AssertionError("the call has not ended; its step is " + step);
      }
      return ended;
    }

    /** Returns the value that the call ended with. */
    public T value() {
      if (step instanceof Step.Done<T> done) {
        return done.value();
      }
      throw new AssertionError("expected a value, but was " + step);
    }

    /** Returns the exception that the call failed with. */
    public RuntimeException error() {
      if (step instanceof Step.Failed<T> failed) {
        return failed.error();
      }
      throw new AssertionError("expected a failure, but was " + step);
    }

    /** Returns the number of requests that the call has sent. */
    public int requests() {
      return requests;
    }
  }
}
