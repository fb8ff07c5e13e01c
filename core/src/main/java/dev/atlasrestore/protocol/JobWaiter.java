package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent.Operation;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.Download;
import dev.atlasrestore.DownloadUnavailableException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Event;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.FailureClass;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.ListenerNotifier;
import dev.atlasrestore.internal.read.Messages;
import dev.atlasrestore.internal.read.RestoreJobResources;
import dev.atlasrestore.internal.step.Steps;
import dev.atlasrestore.internal.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Performs waits: polls a job until the {@link WaitGoal} is reached or the wait's deadline has
 * passed.
 *
 * <p>Every poll, the first one included, needs a permit of the client's {@link PollRateLimiter}.
 * After a poll the wait pauses:
 *
 * <ul>
 *   <li>after a successful poll and after a retryable failure, for the next {@link PollInterval};
 *   <li>after a retryable failure with a longer {@code Retry-After}, for that time plus a random
 *       part of the interval, so that waits that failed together do not poll together.
 * </ul>
 *
 * <p>{@link FailedPolls} decides which failed polls end the wait. A wait polls for the last time
 * shortly before its deadline, and then ends at once with {@link DeadlineExceededException}. A wait
 * that has no permit waits for one until its deadline.
 */
final class JobWaiter {

  private static final Duration MAX_LAST_POLL_MARGIN = Duration.ofSeconds(2);

  private final PollPolicy defaultPolicy;
  private final Duration callTimeout;
  private final RandomGenerator random;
  private final JobReader reader;
  private final RestoreJobResources resources;
  private final PollRateLimiter rateLimiter;
  private final ListenerNotifier notifier;

  JobWaiter(
      AtlasConfig config,
      JobReader reader,
      PollRateLimiter rateLimiter,
      ListenerNotifier notifier) {
    this.defaultPolicy = config.poll();
    this.callTimeout = config.timeouts().call();
    this.random = config.random();
    this.reader = reader;
    this.resources = new RestoreJobResources(config);
    this.rateLimiter = rateLimiter;
    this.notifier = notifier;
  }

  /** Returns the policy of waits that have none of their own. */
  PollPolicy defaultPolicy() {
    return defaultPolicy;
  }

  /**
   * Starts a wait that ends with the result of its first successful poll. The result leads to the
   * next one.
   *
   * @param onPoll receives every job that is read; an exception that it throws ends the wait
   */
  Step<PollResult> poll(
      RestoreJobRef ref, PollPolicy policy, Consumer<? super RestoreJob> onPoll, Instant now) {
    return new Wait(ref, WaitGoal.END, policy, onPoll, now).firstPoll(now);
  }

  /**
   * Starts a wait that ends with the job when the goal is reached.
   *
   * @param began the time from which the deadline counts; {@code now} or earlier
   * @param onPoll receives every job that is read; an exception that it throws ends the wait
   */
  Step<RestoreJob> await(
      RestoreJobRef ref,
      WaitGoal goal,
      PollPolicy policy,
      Consumer<? super RestoreJob> onPoll,
      Instant began,
      Instant now) {
    return pollUntilEnd(new Wait(ref, goal, policy, onPoll, began)::firstPoll, now);
  }

  private static Step<RestoreJob> pollUntilEnd(Call<PollResult> poll, Instant now) {
    return Steps.flatMap(
        poll,
        now,
        (result, later) ->
            result.next().isPresent()
                ? pollUntilEnd(result.next().get()::elapsed, later)
                : Step.done(result.job()));
  }

  /**
   * The progress of a wait.
   *
   * @param polls the number of polls, failed polls included
   * @param successes the number of polls that read the job
   * @param attempts the number of attempts of all polls
   * @param lastSeen the job as it was last read
   * @param lastError the failure of the last poll; null if it succeeded
   * @param failedPolls decides whether the next failed poll ends the wait
   */
  private record Progress(
      int polls,
      int successes,
      int attempts,
      Optional<RestoreJob> lastSeen,
      @Nullable RuntimeException lastError,
      FailedPolls failedPolls) {

    static final Progress NONE = new Progress(0, 0, 0, Optional.empty(), null, FailedPolls.NONE);

    Progress succeeded(RestoreJob job, int moreAttempts) {
      return new Progress(
          polls + 1,
          successes + 1,
          attempts + moreAttempts,
          Optional.of(job),
          null,
          failedPolls.succeeded());
    }

    Progress failed(RuntimeException error, int moreAttempts, FailedPolls failures) {
      return new Progress(polls + 1, successes, attempts + moreAttempts, lastSeen, error, failures);
    }
  }

  /** One wait. Immutable, except that its notifier counts attempts. */
  private final class Wait {
    private final RestoreJobRef ref;
    private final WaitGoal goal;
    private final PollPolicy policy;
    private final Consumer<? super RestoreJob> onPoll;
    private final Instant began;
    private final Instant deadline;
    private final Duration lastPollMargin;

    /**
     * The latest time at which a poll starts, so that its response can arrive before the deadline.
     */
    private final Instant lastPollAt;

    private final CallNotifier callNotifier;

    private Wait(
        RestoreJobRef ref,
        WaitGoal goal,
        PollPolicy policy,
        Consumer<? super RestoreJob> onPoll,
        Instant began) {
      this.ref = ref;
      this.goal = goal;
      this.policy = policy;
      this.onPoll = onPoll;
      this.began = began;
      this.deadline = began.plus(policy.deadline());
      this.lastPollMargin = Times.shorter(MAX_LAST_POLL_MARGIN, policy.deadline().dividedBy(10));
      this.lastPollAt = deadline.minus(lastPollMargin);
      this.callNotifier = notifier.forCall(Operation.AWAIT, ref, began);
    }

    private Step<PollResult> firstPoll(Instant now) {
      callNotifier.started();
      return observe(later -> joinQueue(Progress.NONE, later), now);
    }

    private Step<PollResult> observe(Call<PollResult> poll, Instant now) {
      return callNotifier.observe(poll, now, result -> result.next().isEmpty());
    }

    private Step<PollResult> joinQueue(Progress progress, Instant now) {
      if (!now.isBefore(deadline)) {
        return deadlineExceeded(progress, now, "");
      }
      return awaitPermit(rateLimiter.join(ref.groupId(), now), progress, now);
    }

    private Step<PollResult> awaitPermit(
        PollRateLimiter.Place place, Progress progress, Instant now) {
      if (!now.isBefore(deadline)) {
        rateLimiter.leave(place);
        return deadlineExceeded(progress, now, "; it was waiting for a permit to poll");
      }
      Optional<Duration> untilNextCheck = rateLimiter.takePermit(place, now);
      if (untilNextCheck.isEmpty()) {
        return poll(progress, now);
      }
      Duration pause = Times.shorter(untilNextCheck.get(), Duration.between(now, deadline));
      return Steps.onCancel(
          pause(pause, later -> awaitPermit(place, progress, later)),
          later -> rateLimiter.leave(place));
    }

    private Step<PollResult> poll(Progress before, Instant started) {
      Instant readDeadline = Times.earlier(started.plus(callTimeout), deadline);
      return Steps.flatMap(
          now -> reader.poll(resources.job(ref), now, readDeadline, callNotifier),
          started,
          (read, now) ->
              read.last() instanceof AttemptResult.Success<RestoreJob> success
                  ? succeeded(
                      before.succeeded(success.value(), read.attempts()), success.value(), now)
                  : failed(read, (AttemptResult.Failure<RestoreJob>) read.last(), before, now));
    }

    private Step<PollResult> succeeded(Progress progress, RestoreJob job, Instant now) {
      CallStats stats = stats(progress.attempts, now);
      try {
        onPoll.accept(job);
      } catch (RuntimeException thrown) {
        return Step.failed(thrown);
      }
      Optional<Download.State> obstacle = goal.obstacle(job);
      if (obstacle.isPresent()) {
        return Step.failed(new DownloadUnavailableException(obstacle.get(), job, stats));
      }
      int number = progress.successes;
      if (goal.isReached(job)) {
        return Step.done(
            new PollResult(job, number, stats.elapsed(), Duration.ZERO, Optional.empty()));
      }
      Duration interval = PollInterval.after(progress.polls, policy, random);
      Step.Pause<PollResult> next = nextPoll(now.plus(interval), progress);
      return Step.done(new PollResult(job, number, stats.elapsed(), interval, Optional.of(next)));
    }

    private Step.Pause<PollResult> nextPoll(Instant due, Progress progress) {
      return new Step.Pause<>(
          Duration.ZERO,
          (event, now) -> {
            if (event instanceof Event.Cancelled) {
              callNotifier.cancelled(now);
              return Step.afterCancellation();
            }
            return observe(later -> pauseUntil(due, Duration.ZERO, progress, later), now);
          });
    }

    private Step<PollResult> failed(
        JobReader.ReadResult<RestoreJob> read,
        AttemptResult.Failure<RestoreJob> last,
        Progress before,
        Instant now) {
      CallStats stats = stats(before.attempts + read.attempts(), now);
      FailedPolls failures = before.failedPolls.failed(last, read.responded());
      boolean atDeadline = last.isTimeout() && !now.isBefore(deadline);
      RuntimeException error = read.beforeTimeout().orElse(last).error().apply(stats);
      if (atDeadline && before.lastError != null && read.beforeTimeout().isEmpty()) {
        // The deadline ended this poll, so the failure of the previous poll is more useful.
        error = before.lastError;
      }
      if (failures.end(last) && !atDeadline) {
        return Step.failed(error);
      }
      Progress progress = before.failed(error, read.attempts(), failures);
      // Only the service may say when to ask it again. A proxy's page may name any time.
      Duration asked =
          last.failureClass() == FailureClass.RETRYABLE
              ? last.retryAfter().orElse(Duration.ZERO)
              : Duration.ZERO;
      Duration interval = PollInterval.after(progress.polls, policy, random);
      Duration pause =
          asked.compareTo(interval) < 0
              ? interval
              : asked.plus(PollInterval.randomPart(interval, random));
      return pauseUntil(now.plus(pause), asked, progress, now);
    }

    /**
     * Pauses, then polls again. A poll that would be due after {@link #lastPollAt} is made at
     * {@link #lastPollAt}.
     *
     * @param least the part of the pause that must not be cut to meet the deadline
     */
    private Step<PollResult> pauseUntil(
        Instant due, Duration least, Progress progress, Instant now) {
      if (!now.isBefore(deadline)) {
        return deadlineExceeded(progress, now, "");
      }
      Instant next = due;
      if (due.isAfter(lastPollAt)) {
        Instant earliest = Times.later(now.plus(least), now.plus(lastPollMargin));
        if (earliest.isAfter(lastPollAt)) {
          return deadlineExceeded(progress, now, "");
        }
        next = lastPollAt;
      }
      Duration pause = next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
      return pause(pause, later -> joinQueue(progress, later));
    }

    private Step.Pause<PollResult> pause(Duration delay, Function<Instant, Step<PollResult>> next) {
      callNotifier.paused(delay);
      return Step.pause(delay, next);
    }

    /**
     * Fails because no poll can begin before the deadline.
     *
     * @param reason an addition to the message, possibly empty
     */
    private Step<PollResult> deadlineExceeded(Progress progress, Instant now, String reason) {
      CallStats stats = stats(progress.attempts, now);
      String status =
          progress
              .lastSeen
              .map(job -> "its status was " + job.status() + " when last read")
              .orElse("it could not be read");
      String message =
          goal.missed()
              + " within "
              + Messages.describe(policy.deadline())
              + ": "
              + status
              + " ("
              + Messages.describe(stats.elapsed())
              + " elapsed, "
              + progress.polls
              + " polls"
              + reason
              + ")"
              + (progress.lastError == null
                  ? ""
                  : "; the last poll failed: " + progress.lastError.getMessage());
      return Step.failed(
          new DeadlineExceededException(message, progress.lastSeen, progress.lastError, stats));
    }

    private CallStats stats(int attempts, Instant now) {
      return new CallStats(attempts, Duration.between(began, now));
    }
  }
}
