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
 * One client for the whole application, from its start to its end: it remembers nonces, so that a
 * call costs one request and not two. Beans inject the ports it implements, {@code
 * RestoreJobPort<RestoreJob>} first of all, and a test puts another in their place.
 *
 * <p>It is a {@link Singleton} and not {@link ApplicationScoped}: its class is final, so there is
 * no proxy before it, and none is wanted. A proxy finds its bean by the thread's context class
 * loader on some servers and fails on a thread that has none; the client works on every thread. It
 * cannot be serialized: a session's bean looks it up when it needs it.
 */
@Dependent
public class AtlasClient {

  @Produces
  @Singleton
  static JerseyRestoreJobs client() {
    return JerseyRestoreJobs.create(AtlasSettings.of(Keys.ofPlatform()));
  }

  /** At undeploy: ends reads and waits under way, and closes every connection. */
  static void close(@Disposes JerseyRestoreJobs client) {
    client.close();
  }

  /** Makes the client at deployment: a wrong setting ends that, and not the first request. */
  static void start(@Observes Startup event, JerseyRestoreJobs client) {}
}
