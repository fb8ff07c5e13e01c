package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Traits;
import jakarta.ws.rs.client.Client;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs the contract of runners on supplied clients with the default settings of the Apache
 * connector, and declares which rules they break.
 */
class DefaultApacheRunnerContractTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    Client client =
        kind instanceof ClientKind.Trusting || kind instanceof ClientKind.Proxied
            ? TestClients.of(kind)
            : TestClients.apacheWithDefaults();
    return BlockingRunner.onSuppliedClient(client);
  }

  /** Everything runs on the thread of the caller. */
  @Override
  protected Optional<BooleanSupplier> currentThreadMayBlock() {
    return Optional.of(() -> true);
  }

  @Override
  protected Traits traits() {
    return Traits.keepsAll()
        .without("RUN-3", "requests are repeated, and compression is requested")
        .without("RUN-8", "requests are repeated, and a header section that is cut off is accepted")
        .without("RUN-9.head", "a request that waits for the header section cannot be cancelled")
        .without(
            "RUN-9.handshake",
            "the timeout bounds each read of a handshake, not the whole handshake")
        .without("RUN-15.own", "at most 100 header fields are accepted")
        .without("RUN-23", "requests are repeated, and the connection pool is not accessible")
        .without("RUN-26.coding", "a content coding is decoded")
        .without("RUN-32.closed", "the end of a connection to the proxy looks like any other")
        .without(
            "RUN-22", "unsolicited data on a pooled connection is taken for the next response");
  }
}
