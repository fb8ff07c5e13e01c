package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The service: one client and several endpoints that share it, with its nonces and its connections.
 * Vert.x undeploys the endpoints before it stops this verticle, which then closes the client. That
 * ends the downloads.
 */
public final class RestoreService extends AbstractVerticle {

  private final Queue<RestoreEndpoint> endpoints = new ConcurrentLinkedQueue<>();
  private VertxRestoreJobs jobs;
  private Downloads downloads;

  @Override
  public void start(Promise<Void> started) {
    vertx.executeBlocking(this::createClient).compose(this::deployEndpoints).onComplete(started);
  }

  /** Reads the configuration and loads JSON-B, which both block. */
  private ServiceConfig createClient() {
    ServiceConfig config = ServiceConfig.from(config());
    jobs = VertxRestoreJobs.create(vertx, config.atlas());
    downloads = new Downloads(jobs, config.downloads());
    return config;
  }

  private Future<Void> deployEndpoints(ServiceConfig config) {
    DeploymentOptions options =
        new DeploymentOptions()
            .setInstances(config.instances())
            .setThreadingModel(config.threading());
    return vertx
        .deployVerticle(() -> endpoint(config), options)
        .onFailure(failure -> jobs.close()) // Vert.x calls stop() only after a start that succeeded
        .mapEmpty();
  }

  private RestoreEndpoint endpoint(ServiceConfig config) {
    RestoreEndpoint endpoint = new RestoreEndpoint(jobs, downloads, config);
    endpoints.add(endpoint);
    return endpoint;
  }

  /**
   * Returns the port that all endpoints listen on. Available after the service has been deployed.
   */
  public int port() {
    return endpoints.element().port();
  }

  @Override
  public void stop() {
    jobs.close();
  }
}
