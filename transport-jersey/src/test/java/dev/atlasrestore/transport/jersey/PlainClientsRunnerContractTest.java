package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.testkit.CallRunnerContract;
import dev.atlasrestore.testkit.ClientKind;
import dev.atlasrestore.testkit.RunnerUnderTest;
import dev.atlasrestore.testkit.Traits;
import jakarta.ws.rs.client.Client;

/**
 * What is left of the contract on clients as they come: the Apache connector in the place of the
 * own client, the default connector in the place of the borrowed one.
 */
class PlainClientsRunnerContractTest extends CallRunnerContract {

  private static final ClientKind DEFAULT = ClientKind.borrowed();

  @Override
  protected RunnerUnderTest runner(ClientKind kind) {
    Client client =
        kind instanceof ClientKind.Own ? TestClients.plainApache() : TestClients.plainJersey();
    return BlockingRunner.borrowed(client);
  }

  @Override
  protected Traits traits() {
    return Traits.keepsAll()
        .without("RUN-2", DEFAULT, "HttpURLConnection hands repeated fields back in reverse order")
        .without("RUN-3", "both repeat requests by themselves; Apache asks for compression")
        .without("RUN-8", "both repeat requests, and take a head cut short for a whole one")
        .without(
            "RUN-9", "without a watchdog only the read timeout holds, which a drip never meets")
        .without("RUN-14", "an interrupt has no effect inside an exchange")
        .without("RUN-15.abort", "closing such an answer reads the rest of its body");
  }
}
