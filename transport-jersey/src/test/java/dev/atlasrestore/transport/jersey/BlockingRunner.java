package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.Timeouts;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.contract.RunnerUnderTest;
import dev.atlasrestore.testkit.contract.Running;
import jakarta.ws.rs.client.Client;

/**
 * A {@link JerseyRunner} that runs each call on a thread of its own. An interrupt cancels the call.
 */
record BlockingRunner(JerseyRunner runner, AutoCloseable client) implements RunnerUnderTest {

  static BlockingRunner onOwnClient(Timeouts timeouts) {
    return on(new OwnClient(timeouts));
  }

  static BlockingRunner on(OwnClient client) {
    return new BlockingRunner(JerseyRunner.onOwnClient(client), () -> {});
  }

  static BlockingRunner onSuppliedClient(Client client) {
    return new BlockingRunner(JerseyRunner.onSuppliedClient(client), client);
  }

  @Override
  public <T> Running<T> start(Call<T> call) {
    return Running.interruptible(() -> runner.run(call));
  }

  @Override
  public void close() {
    runner.close();
    try {
      client.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
