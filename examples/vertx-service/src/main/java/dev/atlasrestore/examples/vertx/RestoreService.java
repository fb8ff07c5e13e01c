package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The service: one client, and as many endpoints as wanted that share it, and with it its nonces
 * and its connections. Vert.x takes the endpoints down before this verticle; then the client
 * closes.
 */
public final class RestoreService extends AbstractVerticle {

  private final Queue<RestoreEndpoint> endpoints = new ConcurrentLinkedQueue<>();
  private VertxRestoreJobs jobs;

  @Override
  public void start(Promise<Void> started) {
    ServiceConfig config = ServiceConfig.from(config());
    vertx
        .executeBlocking(() -> VertxRestoreJobs.create(vertx, config.atlas())) // it loads JSON-B
        .onSuccess(client -> jobs = client)
        .compose(client -> deployEndpoints(config))
        .onComplete(started);
  }

  private Future<Void> deployEndpoints(ServiceConfig config) {
    DeploymentOptions options =
        new DeploymentOptions()
            .setInstances(config.instances())
            .setThreadingModel(config.threading());
    return vertx
        .deployVerticle(() -> endpoint(config), options)
        .onFailure(failure -> jobs.close()) // stop() is only called after a start that succeeded
        .mapEmpty();
  }

  private RestoreEndpoint endpoint(ServiceConfig config) {
    RestoreEndpoint endpoint = new RestoreEndpoint(jobs, config);
    endpoints.add(endpoint);
    return endpoint;
  }

  /** The port that all endpoints listen on, once the service has been deployed. */
  public int port() {
    return endpoints.element().port();
  }

  @Override
  public void stop() {
    jobs.close();
  }
}
