package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.testkit.CallRunnerContract;
import dev.atlasrestore.testkit.ClientKind;
import dev.atlasrestore.testkit.RunnerUnderTest;
import dev.atlasrestore.testkit.Traits;
import jakarta.ws.rs.client.Client;

/**
 * Runs the contract of runners on clients with default settings, and declares which rules they
 * break. A client on the Apache connector stands in for the own client, and one on Jersey's default
 * connector for the supplied client.
 */
class DefaultClientsRunnerContractTest extends CallRunnerContract {

  private static final ClientKind DEFAULT = ClientKind.supplied();

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    if (kind instanceof ClientKind.Trusting) {
      return BlockingRunner.onSuppliedClient(TestClients.of(kind));
    }
    Client client =
        kind instanceof ClientKind.Own
            ? TestClients.apacheWithDefaults()
            : TestClients.jerseyWithDefaults();
    return BlockingRunner.onSuppliedClient(client);
  }

  @Override
  protected Traits traits() {
    return Traits.keepsAll()
        .without("RUN-2", DEFAULT, "repeated header fields come back in reverse order")
        .without("RUN-3", "requests are repeated; Apache's client also requests compression")
        .without("RUN-8", "requests are repeated, and a header section that is cut off is accepted")
        .without("RUN-18", DEFAULT, "challenges are answered by the JVM-wide Authenticator")
        .without("RUN-9.head", "a request that waits for the header section cannot be cancelled")
        .without("RUN-9.hanging", DEFAULT, "requests are repeated, and handshakes too")
        .without(
            "RUN-9.handshake",
            "the timeout bounds each read of a handshake, not the whole handshake")
        .without("RUN-15.framing", DEFAULT, "the trailer section is read without limit")
        .without("RUN-22", "unsolicited data on a pooled connection is taken for the next response")
        .without("RUN-9.body", DEFAULT, "closing an unfinished body reads the rest of it")
        .without(
            "RUN-14.answering",
            DEFAULT,
            "closing unfinished bodies reads the rest of them, one body after the other, for seconds");
  }
}
