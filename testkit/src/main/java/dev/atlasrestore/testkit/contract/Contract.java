package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.RequestHandler;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** What the contracts have in common: declared traits, and how long they wait at most. */
abstract class Contract {

  /** Longer than anything here takes, shorter than a build waits. */
  static final Duration SOON = Duration.ofSeconds(20);

  /** What a client that cannot be closed does not keep; the scenes ask for it each time. */
  static final String CLOSED = "21.connections";

  Contract() {}

  /** What the transport declares it cannot keep; everything is kept by default. */
  protected Traits traits() {
    return Traits.keepsAll();
  }

  /** Whether a closed client is to leave no connection behind. */
  final boolean leavesNothingOpen(ClientKind kind) {
    return traits().reasonAgainst(CLOSED, kind).isEmpty();
  }

  /** How long a scene waits for what must come. */
  Duration patience() {
    return SOON;
  }

  /** A server to which nobody can connect; where there can be none, the test is aborted. */
  static FakeServer crowded(RequestHandler host) {
    try {
      return FakeServer.startWithFullBacklog(host);
    } catch (UnsupportedOperationException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  /** What a busy machine may add to a timeout. */
  Duration grace() {
    return Duration.ofSeconds(3);
  }
}
