package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import java.time.Duration;
import java.util.function.Function;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;

/** An application that a test loads in a class loader of its own and calls by reflection. */
public final class IsolatedApplication {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private IsolatedApplication() {}

  /** Creates a client on its own native client, reads a job three times and closes the client. */
  public static void readOnOwnClient() throws InterruptedException {
    readThreeTimes(atlas -> JerseyRestoreJobs.create(atlas.config()), () -> {});
  }

  /** Creates a client on a supplied native client, reads a job three times and closes both. */
  public static void readOnSuppliedClient() throws InterruptedException {
    Client client =
        ClientBuilder.newClient(
            new ClientConfig().connectorProvider(new Apache5ConnectorProvider()));
    readThreeTimes(atlas -> JerseyRestoreJobs.create(atlas.config(), client), client::close);
  }

  private static void readThreeTimes(
      Function<FakeAtlas, JerseyRestoreJobs> create, Runnable dispose) throws InterruptedException {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      try (JerseyRestoreJobs jobs = create.apply(atlas)) {
        atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
        for (int i = 0; i < 3; i++) {
          jobs.get(RestoreJobFixtures.ref());
        }
      }
      dispose.run();
      if (!atlas.awaitNoConnections(TIMEOUT)) {
        throw new IllegalStateException("the closed client left a connection open");
      }
    }
  }
}
