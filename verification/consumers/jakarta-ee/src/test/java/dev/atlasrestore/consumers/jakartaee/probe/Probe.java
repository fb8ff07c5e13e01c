package dev.atlasrestore.consumers.jakartaee.probe;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/** Inspects the container from inside, for the tests only. */
@Path("")
@RequestScoped
@Produces("text/plain")
public class Probe {

  @Inject RestoreJobPort<RestoreJob> jobs;

  @Resource ManagedExecutorService executor;

  /** Returns the origin of the JAX-RS implementation that creates responses in the whole server. */
  @GET
  @Path("runtime-delegate")
  public String runtimeDelegate() {
    return origin(RuntimeDelegate.getInstance());
  }

  /** Returns the origin of the JAX-RS client that an application gets. */
  @GET
  @Path("client-builder")
  public String clientBuilder() {
    return origin(ClientBuilder.newBuilder());
  }

  /** Reads a job with the application's client on a thread of this kind. */
  @GET
  @Path("injected/{thread}/{group}/{cluster}/{job}")
  public String injected(
      @PathParam("thread") String thread,
      @PathParam("group") String group,
      @PathParam("cluster") String cluster,
      @PathParam("job") String job)
      throws Exception {
    RestoreJobRef ref = new RestoreJobRef(group, cluster, job);
    RestoreJobPort<RestoreJob> port = jobs;
    return on(thread, () -> port.get(ref)).status().value();
  }

  /** Creates a client, reads a job and closes the client, all on a thread of this kind. */
  @GET
  @Path("made/{thread}/{group}/{cluster}/{job}")
  public String made(
      @PathParam("thread") String thread,
      @PathParam("group") String group,
      @PathParam("cluster") String cluster,
      @PathParam("job") String job,
      @QueryParam("host") URI host)
      throws Exception {
    RestoreJobRef ref = new RestoreJobRef(group, cluster, job);
    ApiKey key = new ApiKey(System.getenv("ATLAS_PUBLIC_KEY"), System.getenv("ATLAS_PRIVATE_KEY"));
    AtlasConfig config = AtlasConfig.opsManager(host, key);
    return on(thread, () -> read(config, ref)).status().value();
  }

  private static RestoreJob read(AtlasConfig config, RestoreJobRef ref) {
    try (JerseyRestoreJobs made = JerseyRestoreJobs.create(config)) {
      return made.get(ref);
    }
  }

  /** Returns the class of an object, and whether the war or the container provides it. */
  private static String origin(Object object) {
    Class<?> type = object.getClass();
    boolean fromWar = type.getClassLoader() == JerseyRestoreJobs.class.getClassLoader();
    return (fromWar ? "war: " : "container: ") + type.getName();
  }

  private RestoreJob on(String thread, Callable<RestoreJob> read) throws Exception {
    return switch (thread) {
      case "request" -> read.call();
      case "managed" -> executor.submit(read).get();
      case "common-pool" -> ForkJoinPool.commonPool().submit(read).get();
      case "no-context" -> onThreadWith(null, read);
      case "system-context" -> onThreadWith(ClassLoader.getSystemClassLoader(), read);
      default -> throw new IllegalArgumentException(thread);
    };
  }

  private static RestoreJob onThreadWith(ClassLoader context, Callable<RestoreJob> read)
      throws Exception {
    FutureTask<RestoreJob> task = new FutureTask<>(read);
    Thread thread = new Thread(task, "probe");
    thread.setContextClassLoader(context);
    thread.start();
    return task.get();
  }
}
