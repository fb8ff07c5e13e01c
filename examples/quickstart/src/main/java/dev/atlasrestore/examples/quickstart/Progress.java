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
 * Shows the progress of a wait: the job's status, the time elapsed and the time of the next poll.
 * On a terminal it keeps one line up to date. In a pipe or a file it prints one plain line for each
 * poll.
 *
 * <p>The code that watches the job passes each job to {@link #read}. The client reports pauses to
 * this object, which is its listener.
 */
final class Progress implements CallListener, AutoCloseable {

  private static final long TICK_MILLIS = 200;
  private static final String CLEAR_LINE = "\r\u001B[K";

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private final Instant began;
  private String status = "no response yet";
  private Optional<Instant> nextPoll = Optional.empty();
  private boolean shown;

  Progress(PrintStream out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** Whether this program writes to a terminal rather than to a pipe or a file. */
  @SuppressWarnings("SystemConsoleNull") // handles Java before 22 and Java from 22 on
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22 a console exists only on a terminal
    }
  }

  boolean isLive() {
    return terminal;
  }

  /** Updates the line on a terminal until the timer is cancelled. */
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

  /** Records the job that a poll has read. */
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

  /** Updates the times in the line on a terminal. */
  synchronized void tick() {
    show();
  }

  private void show() {
    if (terminal) {
      out.print(CLEAR_LINE + text());
    } else if (!shown) {
      out.println(text());
    }
    out.flush();
    shown = true;
  }

  private String text() {
    Instant now = clock.instant();
    String next =
        nextPoll.map(then -> ", next poll in " + format(Duration.between(now, then))).orElse("");
    return "  " + status + ", " + format(Duration.between(began, now)) + " elapsed" + next;
  }

  private static String format(Duration time) {
    Duration shownTime = time.isNegative() ? Duration.ZERO : time;
    return shownTime.toMinutes() > 0
        ? "%d min %02d s".formatted(shownTime.toMinutes(), shownTime.toSecondsPart())
        : "%.1f s".formatted(shownTime.toMillis() / 1_000.0);
  }

  /** Ends the line. */
  @Override
  public synchronized void close() {
    if (terminal && shown) {
      out.println();
    }
  }
}
