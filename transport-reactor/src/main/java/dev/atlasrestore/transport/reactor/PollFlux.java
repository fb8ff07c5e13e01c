package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.PollResult;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Emits the job of each poll of one wait, for one subscriber.
 *
 * <p>Polls only on demand: {@code generate} makes the next call when {@code concatMap} requests it,
 * and {@code concatMap} prefetches nothing. Each poll names the call for the next one, so a poll
 * must end before the next one can start. The field is volatile because polls may end on different
 * threads.
 */
final class PollFlux {

  private static final int NO_PREFETCH = 0;

  private final ReactorRunner runner;
  private volatile Optional<Call<PollResult>> nextPoll;

  private PollFlux(ReactorRunner runner, Call<PollResult> firstPoll) {
    this.runner = runner;
    this.nextPoll = Optional.of(firstPoll);
  }

  /** Returns a cold {@code Flux}: each subscription is a wait of its own. */
  static Flux<RestoreJob> of(ReactorRunner runner, Call<PollResult> firstPoll) {
    return Flux.defer(() -> new PollFlux(runner, firstPoll).jobs());
  }

  private Flux<RestoreJob> jobs() {
    return Flux.generate(this::emitNextPoll)
        .concatMap(
            poll -> poll.doOnNext(result -> nextPoll = result.next().map(step -> step::elapsed)),
            NO_PREFETCH)
        .map(PollResult::job);
  }

  private void emitNextPoll(SynchronousSink<Mono<PollResult>> sink) {
    nextPoll.ifPresentOrElse(poll -> sink.next(runner.run(poll)), sink::complete);
  }
}
