package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.contract.CallRunnerContract;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Traits;
import jakarta.ws.rs.client.Client;

class JerseyRunnerContractTest extends CallRunnerContract {

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return BlockingRunner.own(Timeouts.defaults());
    }
    Client client = TestClients.of(kind);
    return BlockingRunner.borrowed(client);
  }

  @Override
  protected Traits traits() {
    return Traits.keepsAll()
        .without(
            "RUN-8",
            ClientKind.supplied(),
            "Apache's client takes a head that the connection's end cuts short for a whole one")
        .without(
            "RUN-9.handshake",
            ClientKind.supplied(),
            "a handshake is bounded for each read of it alone")
        .without(
            "RUN-22",
            ClientKind.supplied(),
            "Apache's client takes what lies on a pooled connection for the next answer")
        .without(
            "RUN-9.head", ClientKind.supplied(), "nothing grips a request that waits for its head");
  }
}
