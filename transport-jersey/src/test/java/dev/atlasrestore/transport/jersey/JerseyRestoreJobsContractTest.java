package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.ClientKind;
import dev.atlasrestore.testkit.OpenPort;
import dev.atlasrestore.testkit.RestoreJobPortContract;
import dev.atlasrestore.testkit.Traits;
import jakarta.ws.rs.client.Client;
import java.util.function.Consumer;

class JerseyRestoreJobsContractTest extends RestoreJobPortContract {

  @Override
  protected Traits traits() {
    return Traits.keepsAll()
        .without(
            "6", ClientKind.borrowed(), "a client of default settings repeats requests by itself");
  }

  @Override
  protected OpenPort open(AtlasConfig config, ClientKind kind) {
    if (kind instanceof ClientKind.Own) {
      return new Blocking(JerseyRestoreJobs.create(config), () -> {});
    }
    Client client =
        kind instanceof ClientKind.Trusting trusting
            ? TestClients.trusting(trusting.trusted())
            : TestClients.recommended().build();
    return new Blocking(JerseyRestoreJobs.create(config, client), client::close);
  }

  private record Blocking(JerseyRestoreJobs jobs, Runnable closeClient) implements OpenPort {

    @Override
    public RestoreJob get(RestoreJobRef ref) {
      return jobs.get(ref);
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref) {
      return jobs.awaitCompletion(ref);
    }

    @Override
    public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
      return jobs.awaitCompletion(ref, onPoll);
    }

    @Override
    public void close() {
      jobs.close();
      closeClient.run();
    }
  }
}
