package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.RequestHandler;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** Creates the {@link RunnerFixture}s of one test on one kind of client. */
final class RunnerFixtures {

  private final CallRunnerContract contract;
  private final ClientKind kind;
  private final boolean checksConnections;
  private final Duration patience;

  RunnerFixtures(
      CallRunnerContract contract, ClientKind kind, boolean checksConnections, Duration patience) {
    this.contract = contract;
    this.kind = kind;
    this.checksConnections = checksConnections;
    this.patience = patience;
  }

  /** Starts a server with this handler, and a new runner on a new client. */
  RunnerFixture open(RequestHandler handler) {
    return open(FakeServer.start(handler));
  }

  /** Starts a new runner on a new client. The fixture closes the server. */
  RunnerFixture open(FakeServer server) {
    return new RunnerFixture(contract.runner(kind), server, checksConnections, patience());
  }

  /** Starts a server with TLS, and a new runner on a new client that uses this proxy. */
  RunnerFixture openThrough(ConnectProxy proxy, RequestHandler handler) {
    ClientKind through = ClientKind.proxied(proxy.uri(), FakeTls.trustStore());
    return new RunnerFixture(
        contract.runner(through),
        FakeServer.start(handler, FakeTls.trusted()),
        checksConnections,
        patience());
  }

  /**
   * Starts a server that accepts no connections until it is asked to. Aborts the test if the
   * operating system does not support such a server.
   */
  RunnerFixture openWithFullBacklog(RequestHandler handler) {
    try {
      return open(FakeServer.startWithFullBacklog(handler));
    } catch (UnsupportedOperationException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  /** Returns how long the test waits for an event that must happen. */
  Duration patience() {
    return patience;
  }

  /**
   * Returns the check whether the current thread may block. Aborts the test if the runner does not
   * execute {@code Transfer} and {@code Blocking}.
   */
  BooleanSupplier mayBlock() {
    return contract
        .currentThreadMayBlock()
        .orElseGet(() -> Assumptions.abort("the runner executes no Transfer and no Blocking"));
  }

  /** See {@link Contract#grace()}. */
  Duration grace() {
    return contract.grace();
  }
}
