package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;
import dev.atlasrestore.RestoreJob;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Shows how a wait goes: the job's status, the time elapsed, and when the next poll is due. On a
 * terminal that is one line, kept up to date; elsewhere, as in a log, a plain line for each
 * reading.
 *
 * <p>Is told of readings by whoever watches the job, and of pauses as the client's listener.
 */
final class Progress implements CallListener, AutoCloseable {

  private static final long TICK_MILLIS = 200;
  private static final String BACK_TO_AN_EMPTY_LINE = "\r\u001B[K";

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private final Instant began;
  private String status = "asking";
  private Optional<Instant> nextPoll = Optional.empty();
  private boolean shown;

  Progress(PrintStream out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** Whether this program writes to a terminal, and not into a pipe or a file. */
  @SuppressWarnings("SystemConsoleNull") // both ways are looked at: before Java 22, and since
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22 there was a console only where there was a terminal
    }
  }

  boolean isLive() {
    return terminal;
  }

  /** Keeps the line up to date, until it is cancelled. */
  Timer startTicking() {
    Timer ticks = new Timer("progress", true);
    if (terminal) {
      TimerTask tick =
          new TimerTask() {
            @Override
            public void run() {
              tick();
            }
          };
      ticks.schedule(tick, TICK_MILLIS, TICK_MILLIS);
    }
    return ticks;
  }

  /** A reading of the job. */
  synchronized void read(RestoreJob job) {
    status = job.status().value();
    nextPoll = Optional.empty();
    shown = false;
    if (job.status().isTerminal()) {
      show();
    }
  }

  @Override
  public synchronized void on(CallEvent event) {
    if (event instanceof CallEvent.Paused paused) {
      nextPoll = Optional.of(clock.instant().plus(paused.delay()));
      show();
    }
  }

  /** Some time has passed; for the live line. */
  synchronized void tick() {
    show();
  }

  private void show() {
    if (terminal) {
      out.print(BACK_TO_AN_EMPTY_LINE + text());
    } else if (!shown) {
      out.println(text());
    }
    out.flush();
    shown = true;
  }

  private String text() {
    Instant now = clock.instant();
    String next =
        nextPoll.map(then -> ", next poll in " + words(Duration.between(now, then))).orElse("");
    return "  " + status + ", " + words(Duration.between(began, now)) + " elapsed" + next;
  }

  private static String words(Duration time) {
    Duration some = time.isNegative() ? Duration.ZERO : time;
    return some.toMinutes() > 0
        ? "%d min %02d s".formatted(some.toMinutes(), some.toSecondsPart())
        : "%.1f s".formatted(some.toMillis() / 1_000.0);
  }

  /** Ends the line. */
  @Override
  public synchronized void close() {
    if (terminal && shown) {
      out.println();
    }
  }
}
