package dev.atlasrestore.exchange;

import dev.atlasrestore.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Many conversations at once in virtual time, against one server: what happens first is reported
 * first, and hours take milliseconds. Deterministic; for one thread.
 */
public final class Simulation {

  private final FakeClock clock;
  private final Server server;
  private final PriorityQueue<Event> agenda =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
  private final List<Instant> sends = new ArrayList<>();
  private long events;

  /** A server's behaviour. */
  @FunctionalInterface
  public interface Server {

    /** What becomes of a request that is sent now. */
    Reply reply(HttpRequest request, Instant now);
  }

  /** What becomes of a request. */
  public sealed interface Reply {

    /** How long it takes. */
    Duration latency();
  }

  /** An answer. */
  public record Answer(Duration latency, HttpResponse response) implements Reply {}

  /** No usable answer. */
  public record NoAnswer(Duration latency, TransportFailure failure) implements Reply {}

  /** Nothing happens before {@link #run()}. */
  public Simulation(FakeClock clock, Server server) {
    this.clock = clock;
    this.server = server;
  }

  /** Lets a conversation begin so much later. */
  public <T> Run<T> startIn(Duration delay, Call<T> call) {
    return startIn(delay, call, () -> {});
  }

  /** Lets a conversation begin so much later, and something else happen once it has ended. */
  public <T> Run<T> startIn(Duration delay, Call<T> call, Runnable then) {
    Run<T> run = new Run<>(then);
    at(clock.now().plus(delay), () -> advance(run, call.start(clock.now())));
    return run;
  }

  /** Lets something else happen so much later: another start, or a look at how things stand. */
  public void doIn(Duration delay, Runnable action) {
    at(clock.now().plus(delay), action);
  }

  /** Runs until nothing is left to do. */
  public void run() {
    for (Event next = agenda.poll(); next != null; next = agenda.poll()) {
      clock.advanceTo(next.at());
      next.action().run();
    }
  }

  /** When each request was sent, all conversations together. */
  public List<Instant> sends() {
    return sends;
  }

  private <T> void advance(Run<T> run, Step<T> step) {
    run.step = step;
    if (step instanceof Step.Pause<T> pause) {
      at(clock.now().plus(pause.delay()), () -> advance(run, pause.elapsed(clock.now())));
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
      at(clock.now().plus(send.timeout()), () -> advance(run, send.unanswered(late, clock.now())));
    } else if (reply instanceof Answer answer) {
      at(
          clock.now().plus(reply.latency()),
          () -> advance(run, send.answered(answer.response(), clock.now())));
    } else {
      TransportFailure failure = ((NoAnswer) reply).failure();
      at(
          clock.now().plus(reply.latency()),
          () -> advance(run, send.unanswered(failure, clock.now())));
    }
  }

  private void at(Instant then, Runnable action) {
    agenda.add(new Event(then, events++, action));
  }

  private record Event(Instant at, long order, Runnable action) {}

  /** One conversation of a simulation. */
  public static final class Run<T> {
    private final Runnable then;
    private Step<T> step;
    private Instant ended;
    private int requests;

    private Run(Runnable then) {
      this.then = then;
    }

    /** The step where it stands; null before it began. */
    public Step<T> step() {
      return step;
    }

    /** When it ended. */
    public Instant ended() {
      if (ended == null) {
        throw new AssertionError("has not ended, but is at " + step);
      }
      return ended;
    }

    /** The value it ended with. */
    public T value() {
      if (step instanceof Step.Done<T> done) {
        return done.value();
      }
      throw new AssertionError("expected a value, but was " + step);
    }

    /** The exception it ended with. */
    public RuntimeException error() {
      if (step instanceof Step.Failed<T> failed) {
        return failed.error();
      }
      throw new AssertionError("expected a failure, but was " + step);
    }

    /** How many requests it has sent. */
    public int requests() {
      return requests;
    }
  }
}
