package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.PollResult;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/** The jobs that one wait reads, for one subscriber, each when it is asked for. */
final class Readings {

  private static final int NO_PREFETCH = 0;

  private final ReactorRunner runner;
  private volatile Optional<Call<PollResult>> next;

  private Readings(ReactorRunner runner, Call<PollResult> wait) {
    this.runner = runner;
    this.next = Optional.of(wait);
  }

  /** A cold watch: every subscription is a wait of its own. */
  static Flux<RestoreJob> of(ReactorRunner runner, Call<PollResult> wait) {
    return Flux.defer(() -> new Readings(runner, wait).jobs());
  }

  private Flux<RestoreJob> jobs() {
    return Flux.generate(this::read)
        .concatMap(reading -> reading.doOnNext(read -> next = read.next()), NO_PREFETCH)
        .map(PollResult::job);
  }

  private void read(SynchronousSink<Mono<PollResult>> sink) {
    next.ifPresentOrElse(call -> sink.next(runner.run(call)), sink::complete);
  }
}
