package dev.atlasrestore.benchmarks.endtoend.server;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the event loops see. */
final class Counters {

  final LongAdder requests = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder connections = new LongAdder();
  final LongAdder open = new LongAdder();

  Tally now() {
    return new Tally(requests.sum(), refused.sum(), connections.sum(), open.sum());
  }
}
