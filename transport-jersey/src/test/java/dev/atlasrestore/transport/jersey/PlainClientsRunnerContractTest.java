package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Traits;
import jakarta.ws.rs.client.Client;

/**
 * What is left of the contract on clients as they come: the Apache connector in the place of the
 * own client, the default connector in the place of the borrowed one.
 */
class PlainClientsRunnerContractTest extends CallRunnerContract {

  private static final ClientKind DEFAULT = ClientKind.supplied();

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    if (kind instanceof ClientKind.Trusting) {
      return BlockingRunner.borrowed(TestClients.of(kind));
    }
    Client client =
        kind instanceof ClientKind.Own ? TestClients.plainApache() : TestClients.plainJersey();
    return BlockingRunner.borrowed(client);
  }

  @Override
  protected Traits traits() {
    return Traits.keepsAll()
        .without("RUN-2", DEFAULT, "repeated fields are handed back in reverse order")
        .without("RUN-3", "requests are repeated; Apache's client also asks for compression")
        .without("RUN-8", "requests are repeated, and a head cut short counts as whole")
        .without("RUN-18", DEFAULT, "answers by the JVM-wide authenticator")
        .without("RUN-9.head", "nothing grips a request that waits for its head")
        .without("RUN-9.hanging", DEFAULT, "requests are repeated, and so are handshakes")
        .without("RUN-9.handshake", "a handshake is bounded for each read of it alone")
        .without("RUN-15.framing", DEFAULT, "it reads on behind the last chunk")
        .without("RUN-22", "what lies on a pooled connection is taken for the next answer")
        .without("RUN-9.body", DEFAULT, "closing an unfinished body reads on")
        .without(
            "RUN-14.answering",
            DEFAULT,
            "closing an unfinished body reads on, for seconds, one body after the other");
  }
}
