package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Traits;
import jakarta.ws.rs.client.Client;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs the contract of runners. */
class JerseyRunnerContractTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return BlockingRunner.onOwnClient(Timeouts.defaults());
    }
    Client client = TestClients.of(kind);
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
        .without(
            "RUN-8",
            ClientKind.supplied(),
            "Apache's client accepts a header section that is cut off by the end of the connection")
        .without(
            "RUN-9.handshake",
            ClientKind.supplied(),
            "the timeout bounds each read of a handshake, not the whole handshake")
        .without(
            "RUN-22",
            ClientKind.supplied(),
            "Apache's client takes unsolicited data on a pooled connection for the next response")
        .without(
            "RUN-23.head",
            ClientKind.supplied(),
            "Apache's client accepts a header section that is cut off by the end of the connection")
        .without(
            "RUN-23.pool",
            ClientKind.supplied(),
            "the connection pool of a supplied client is not accessible")
        .without(
            "RUN-32.closed",
            "Apache's client does not show whether it was the proxy that closed the connection")
        .without(
            "RUN-9.head",
            ClientKind.supplied(),
            "a request that waits for the header section cannot be cancelled");
  }
}
