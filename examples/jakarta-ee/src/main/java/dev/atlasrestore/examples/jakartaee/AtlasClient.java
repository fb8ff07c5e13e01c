package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Creates one client for the whole application, from its start to its end. All calls share its
 * nonces, so that a call usually costs one request instead of two. Beans inject the ports that the
 * client implements, for example {@code RestoreJobPort<RestoreJob>}. A test can provide another
 * implementation of a port.
 *
 * <p>The client is a {@link Singleton} and not {@link ApplicationScoped}, because its class is
 * final and cannot have a proxy. On some servers a proxy finds its bean through the thread's
 * context class loader, and fails on a thread without one. The client itself works on every thread.
 * It is not serializable, so a session-scoped bean must look it up at each use.
 */
@Dependent
public class AtlasClient {

  @Produces
  @Singleton
  static JerseyRestoreJobs client() {
    return JerseyRestoreJobs.create(AtlasSettings.of(Keys.ofPlatform()));
  }

  /**
   * Closes the client at undeployment: ends the reads and waits in progress, and closes every
   * connection.
   */
  static void close(@Disposes JerseyRestoreJobs client) {
    client.close();
  }

  /**
   * Creates the client at deployment, so that a wrong setting fails the deployment and not the
   * first request.
   */
  static void start(@Observes Startup event, JerseyRestoreJobs client) {}
}
