package dev.atlasrestore.protocol;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.answer.AttemptResult;
import dev.atlasrestore.internal.answer.Words;
import dev.atlasrestore.internal.retry.Deadline;
import dev.atlasrestore.internal.retry.Retrying;
import dev.atlasrestore.internal.step.Notices;
import dev.atlasrestore.internal.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job again and again until its status is terminal or the wait's deadline has passed.
 *
 * <p>Between reads it pauses for the policy's interval, or for as long as the service asked; then
 * it takes its turn within the pace that all waits of the client share, the first read included. A
 * poll that failed in passing is no news: the wait goes on with the next interval, or after the
 * time the service asked for and a part of the interval on top, so that those who were all sent
 * away at once do not all come back at once. A host whose name cannot be resolved is a mistake at
 * first, and a failure in passing once the wait has had an answer from it. Everything else that
 * fails ends the wait, and so does a time to wait that leaves no time to read, both at once.
 */
public final class Polling {

  private static final Optional<TransportFailure.Kind> UNKNOWN_HOST =
      Optional.of(TransportFailure.Kind.UNKNOWN_HOST);

  private final PollPolicy policy;
  private final Pace pace;
  private final RandomGenerator random;
  private final Notices notices;

  /** Reads the job once, retries included, before a deadline. */
  @FunctionalInterface
  public interface Reader {

    /** Begins a read. */
    Step<Retrying.Ended> read(Instant now, Instant deadline);
  }

  /** The waits of one client. */
  public Polling(PollPolicy policy, Pace pace, RandomGenerator random, Notices notices) {
    this.policy = policy;
    this.pace = pace;
    this.random = random;
    this.notices = notices;
  }

  /**
   * The wait for one job; ends with its first reading, which leads to the others.
   *
   * @param onPoll is shown every job read; what it throws ends the wait
   */
  public Call<PollResult> of(String groupId, Reader reader, Consumer<? super RestoreJob> onPoll) {
    return now -> since(now, groupId, reader, onPoll).start(now);
  }

  /**
   * A wait that has lasted since then, however late it comes to its first read: its deadline counts
   * from there.
   *
   * @param onPoll is shown every job read; what it throws ends the wait
   */
  public Call<PollResult> since(
      Instant began, String groupId, Reader reader, Consumer<? super RestoreJob> onPoll) {
    Wait wait = new Wait(groupId, reader, onPoll, began, began.plus(policy.deadline()));
    return now -> wait.takeTurn(new Progress(0, 0, 0, Optional.empty(), null), now);
  }

  /**
   * How far a wait has come.
   *
   * @param polls how many reads were made, failed ones included
   * @param readings how many of them gave a job
   * @param attempts how many attempts they took in all
   * @param lastSeen the last job read
   * @param lastError how the last poll failed, if it did
   */
  private record Progress(
      int polls,
      int readings,
      int attempts,
      Optional<RestoreJob> lastSeen,
      @Nullable RuntimeException lastError) {}

  /** One wait. Immutable. */
  private final class Wait {
    private final String groupId;
    private final Reader reader;
    private final Consumer<? super RestoreJob> onPoll;
    private final Instant began;
    private final Instant deadline;

    private Wait(
        String groupId,
        Reader reader,
        Consumer<? super RestoreJob> onPoll,
        Instant began,
        Instant deadline) {
      this.groupId = groupId;
      this.reader = reader;
      this.onPoll = onPoll;
      this.began = began;
      this.deadline = deadline;
    }

    private Step<PollResult> takeTurn(Progress progress, Instant now) {
      return onTurn(pace.takeTurn(groupId, now, deadline), progress, now);
    }

    private Step<PollResult> onTurn(Optional<Instant> turn, Progress progress, Instant now) {
      if (turn.isEmpty()) {
        return outOfTurns(progress, now);
      }
      Instant mine = turn.get();
      return mine.isAfter(now)
          ? paused(
              Pace.lookIn(mine, now),
              later -> onTurn(pace.comeFor(mine, groupId, later, deadline), progress, later))
          : read(progress, now);
    }

    private Step<PollResult> read(Progress before, Instant started) {
      if (!started.isBefore(deadline)) {
        return outOfTime(before, started);
      }
      return Steps.then(
          reader.read(started, deadline),
          started,
          (ended, now) -> {
            if (ended.last() instanceof AttemptResult.Success read) {
              return seen(read.job(), before, ended.attempts(), now);
            }
            return failed((AttemptResult.Failure) ended.last(), before, ended.attempts(), now);
          });
    }

    private Step<PollResult> seen(RestoreJob job, Progress before, int attempts, Instant now) {
      Progress progress =
          new Progress(
              before.polls + 1,
              before.readings + 1,
              before.attempts + attempts,
              Optional.of(job),
              null);
      Duration elapsed = Duration.between(began, now);
      CallStats stats = new CallStats(progress.attempts, elapsed);
      try {
        onPoll.accept(job);
      } catch (RuntimeException thrown) {
        notices.done(CallEvent.Operation.AWAIT, stats, Optional.of(thrown));
        return Step.failed(thrown);
      }
      if (job.status().isTerminal()) {
        notices.done(CallEvent.Operation.AWAIT, stats, Optional.empty());
        return Step.done(
            new PollResult(job, progress.readings, elapsed, Duration.ZERO, Optional.empty()));
      }
      Duration interval = Interval.after(progress.polls, policy, random);
      Instant due = now.plus(interval);
      Call<PollResult> next = later -> pauseUntil(due, Duration.ZERO, progress, later);
      return Step.done(
          new PollResult(job, progress.readings, elapsed, interval, Optional.of(next)));
    }

    private Step<PollResult> failed(
        AttemptResult.Failure fault, Progress before, int attempts, Instant now) {
      CallStats stats = new CallStats(before.attempts + attempts, Duration.between(began, now));
      RuntimeException error = fault.error().apply(stats);
      if (!fault.retryable() && !(before.readings > 0 && isUnknownHost(fault))) {
        notices.done(CallEvent.Operation.AWAIT, stats, Optional.of(error));
        return Step.failed(error);
      }
      Progress progress =
          new Progress(before.polls + 1, before.readings, stats.attempts(), before.lastSeen, error);
      Duration asked = fault.retryAfter().orElse(Duration.ZERO);
      Duration interval = Interval.after(progress.polls, policy, random);
      Duration pause =
          asked.compareTo(interval) < 0 ? interval : asked.plus(Interval.partOf(interval, random));
      return pauseUntil(now.plus(pause), asked, progress, now);
    }

    private boolean isUnknownHost(AttemptResult.Failure fault) {
      return fault.failure().map(TransportFailure::kind).equals(UNKNOWN_HOST);
    }

    private Step<PollResult> pauseUntil(
        Instant due, Duration least, Progress progress, Instant now) {
      Duration wished = now.isBefore(due) ? Duration.between(now, due) : Duration.ZERO;
      return Deadline.fit(wished, least, now, deadline)
          .map(pause -> paused(pause, later -> takeTurn(progress, later)))
          .orElseGet(() -> outOfTime(progress, now));
    }

    private Step<PollResult> paused(Duration delay, Function<Instant, Step<PollResult>> then) {
      notices.tell(new CallEvent.Paused(delay));
      return Step.pause(delay, then);
    }

    private Step<PollResult> outOfTurns(Progress progress, Instant now) {
      String why = now.isBefore(deadline) ? "; " + Pace.NO_TURN : "";
      return outOfTime(progress, now, why);
    }

    private Step<PollResult> outOfTime(Progress progress, Instant now) {
      return outOfTime(progress, now, "");
    }

    private Step<PollResult> outOfTime(Progress progress, Instant now, String why) {
      CallStats stats = new CallStats(progress.attempts, Duration.between(began, now));
      String status =
          progress
              .lastSeen
              .map(job -> "its status was " + job.status() + " when last read")
              .orElse("it could not be read once");
      String message =
          "The restore job had not ended within "
              + Words.of(policy.deadline())
              + ": "
              + status
              + " ("
              + Words.of(stats.elapsed())
              + " elapsed, "
              + progress.polls
              + " polls"
              + why
              + ")";
      RuntimeException error =
          new DeadlineExceededException(message, progress.lastSeen, progress.lastError, stats);
      notices.done(CallEvent.Operation.AWAIT, stats, Optional.of(error));
      return Step.failed(error);
    }
  }
}
