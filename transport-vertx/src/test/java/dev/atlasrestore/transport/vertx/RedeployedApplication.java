package dev.atlasrestore.transport.vertx;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.util.function.Consumer;

/**
 * The application of {@link RedeploymentTest}: gets one job, and closes its client. Its argument
 * holds only types that the library does not define.
 */
public final class RedeployedApplication implements Consumer<Object[]> {

  /** Created by reflection. */
  public RedeployedApplication() {}

  @Override
  public void accept(Object[] environment) {
    Vertx vertx = (Vertx) environment[0];
    WebClient client = (WebClient) environment[1];
    ApiKey key = new ApiKey((String) environment[3], (String) environment[4]);
    AtlasConfig config = AtlasConfig.of((URI) environment[2], key);
    RestoreJobRef ref =
        new RestoreJobRef(
            (String) environment[5], (String) environment[6], (String) environment[7]);
    try (VertxRestoreJobs jobs =
        client == null
            ? VertxRestoreJobs.create(vertx, config)
            : VertxRestoreJobs.create(vertx, config, client)) {
      RestoreJob job = Clients.await(jobs.get(ref));
      if (!job.id().equals(ref.jobId())) {
        throw new AssertionError("another job: " + job.id());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
