package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.answer.AttemptResult;
import dev.atlasrestore.internal.answer.ResponseInterpreter;
import dev.atlasrestore.internal.answer.Words;
import dev.atlasrestore.internal.auth.DigestAuthFlow;
import dev.atlasrestore.internal.request.RestoreJobRequests;
import dev.atlasrestore.internal.retry.RetryBudget;
import dev.atlasrestore.internal.retry.Retrying;
import dev.atlasrestore.internal.step.Notices;
import dev.atlasrestore.internal.step.Steps;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The whole protocol as conversations: request, digest, decoding, retries and waiting, composed
 * once for all transports.
 *
 * <p>One instance is one client: its calls share remembered nonces, the retry budget and the pace
 * of polls, and nothing else. It holds no thread, no connection and no clock, so there is nothing
 * to close. Safe for use by many threads.
 */
public final class RestoreJobCalls
    implements RestoreJobPort<Call<RestoreJob>>, RestoreBatchPort<Call<List<RestoreJob>>> {

  private final Timeouts timeouts;
  private final RestoreJobRequests requests;
  private final DigestAuthFlow signing;
  private final ResponseInterpreter judgement;
  private final Retrying retrying;
  private final Polling polling;
  private final Pace pace;
  private final Notices notices;

  /**
   * Makes the calls of one client.
   *
   * @param config where the service is, with which key to ask it, and how patiently
   * @param codec reads the answers
   * @throws IllegalArgumentException if the service is to be asked over plain {@code http}, is not
   *     on this machine, and {@link AtlasConfig#withPlainHttp} does not allow it
   */
  public RestoreJobCalls(AtlasConfig config, RestoreJobCodec codec) {
    this(config, codec, Entropy.seeded());
  }

  RestoreJobCalls(AtlasConfig config, RestoreJobCodec codec, SecureRandom cnonceRandom) {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(codec, "codec");
    PlainHttp.requireAllowed(config);
    this.timeouts = config.timeouts();
    this.requests = new RestoreJobRequests(config);
    this.signing =
        new DigestAuthFlow(config.key(), cnonceRandom, timeouts.response(), config.maxBodyBytes());
    this.judgement = new ResponseInterpreter(codec, config.baseUri());
    this.notices = new Notices(config.listener());
    this.retrying =
        new Retrying(
            config.retry(),
            new RetryBudget(config.retry().budget()),
            config.random(),
            notices,
            judgement.late());
    this.pace = new Pace(config.poll().rate());
    this.polling = new Polling(config.poll(), pace, config.random(), notices);
  }

  @Override
  public Call<RestoreJob> get(RestoreJobRef ref) {
    Retrying.Attempt attempt = attempt(ref);
    return began -> {
      Instant deadline = began.plus(timeouts.call());
      pace.count(ref.groupId(), began);
      return Steps.then(
          retrying.start(attempt, began, deadline),
          began,
          (ended, now) ->
              ended(
                  ended,
                  new CallStats(ended.attempts(), Duration.between(began, now)),
                  now.isBefore(deadline)));
    };
  }

  private Step<RestoreJob> ended(Retrying.Ended ended, CallStats stats, boolean inTime) {
    if (ended.last() instanceof AttemptResult.Success read) {
      notices.done(CallEvent.Operation.GET, stats, Optional.empty());
      return Step.done(read.job());
    }
    AttemptResult.Failure fault = (AttemptResult.Failure) ended.last();
    AtlasException error = fault.error().apply(stats);
    if (!inTime
        && error instanceof TransportException e
        && e.failure().kind() == TransportFailure.Kind.TIMEOUT) {
      error = outOfTime(e.failure(), stats);
    }
    notices.done(CallEvent.Operation.GET, stats, Optional.of(error));
    return Step.failed(error);
  }

  private TransportException outOfTime(TransportFailure failure, CallStats stats) {
    String message =
        "No usable answer from "
            + judgement.place()
            + " within the call timeout of "
            + Words.of(timeouts.call())
            + " ("
            + Words.of(stats.elapsed())
            + " elapsed, "
            + stats.attempts()
            + (stats.attempts() == 1 ? " attempt)" : " attempts)");
    return new TransportException(message, failure, stats);
  }

  @Override
  public Call<RestoreJob> awaitCompletion(RestoreJobRef ref) {
    return awaitCompletion(ref, job -> {});
  }

  @Override
  public Call<RestoreJob> awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    Objects.requireNonNull(onPoll, "onPoll");
    Call<PollResult> wait = wait(ref, onPoll);
    return now -> last(wait.start(now), now);
  }

  /** The same, for a wait that has lasted since then. */
  private Call<RestoreJob> awaitSince(RestoreJobRef ref, Instant began) {
    Call<PollResult> wait = polling.since(began, ref.groupId(), reader(ref), job -> {});
    return now -> last(wait.start(now), now);
  }

  private static Step<RestoreJob> last(Step<PollResult> step, Instant then) {
    return Steps.then(
        step,
        then,
        (reading, now) ->
            reading.next().isPresent()
                ? last(reading.next().get().start(now), now)
                : Step.done(reading.job()));
  }

  /**
   * Waits for the ends of several jobs, in one conversation: their pauses overlap, requests are
   * sent one after another. For runners that can do better there is {@link #batch}.
   */
  @Override
  public Call<List<RestoreJob>> awaitAll(Collection<RestoreJobRef> refs) {
    return batch(refs).interleaved();
  }

  /**
   * Waits for the ends of several jobs, in a conversation each.
   *
   * @param refs which jobs; copied
   */
  public RestoreBatch batch(Collection<RestoreJobRef> refs) {
    return new RestoreBatch(refs, this::awaitSince);
  }

  /**
   * Waits for a job's end, reading by reading: what {@link #awaitCompletion} loops over. A
   * conversation ends with one {@link PollResult}; its {@link PollResult#next()} leads to the next
   * one.
   *
   * @param ref which job
   */
  public Call<PollResult> watch(RestoreJobRef ref) {
    return wait(ref, job -> {});
  }

  private Call<PollResult> wait(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return polling.of(ref.groupId(), reader(ref), onPoll);
  }

  private Polling.Reader reader(RestoreJobRef ref) {
    Retrying.Attempt attempt = attempt(ref);
    return (now, waitEnds) -> {
      Instant callEnds = now.plus(timeouts.call());
      return retrying.start(attempt, now, callEnds.isBefore(waitEnds) ? callEnds : waitEnds);
    };
  }

  /** Makes its request up when it starts: what waits between two reads holds none. */
  private Retrying.Attempt attempt(RestoreJobRef ref) {
    Objects.requireNonNull(ref, "ref");
    return (now, deadline) ->
        Steps.then(
            signing.start(requests.get(ref), now, deadline),
            now,
            (answer, later) -> Step.done(judgement.of(answer)));
  }
}
