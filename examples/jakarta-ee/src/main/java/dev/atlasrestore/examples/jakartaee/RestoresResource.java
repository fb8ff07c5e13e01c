package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Restore jobs of one cluster.
 *
 * <p>A read blocks the request's thread, for {@code atlas.call-timeout} at most. A wait does not:
 * it has a thread of the application's own, and the request's goes back to the container.
 */
@Path("restores/{group}/{cluster}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RestoresResource {

  @Inject RestoreJobPort<RestoreJob> jobs;

  @Inject RestoreBatchPort<List<RestoreJob>> batches;

  @Inject Waits waits;

  @PathParam("group")
  String group;

  @PathParam("cluster")
  String cluster;

  /** The job as it is now. */
  @GET
  @Path("{job}")
  public RestoreView job(@PathParam("job") String job) {
    return RestoreView.of(jobs.get(ref(job)));
  }

  /** The job when it has ended; 504 with the last that was seen if that takes too long. */
  @GET
  @Path("{job}/completion")
  public CompletionStage<RestoreView> completion(@PathParam("job") String job) {
    RestoreJobRef ref = ref(job);
    return waits.start(() -> RestoreView.of(jobs.awaitCompletion(ref)));
  }

  /** The jobs when all have ended, as those of a sharded cluster's parts: {@code ?job=…&job=…}. */
  @GET
  @Path("completion")
  public CompletionStage<BatchView> completion(@QueryParam("job") List<String> all) {
    if (all.isEmpty()) {
      throw Problem.exception(400, "Name the jobs: ?job=...&job=...");
    }
    List<RestoreJobRef> refs = all.stream().map(this::ref).toList();
    return waits.start(() -> BatchView.of(batches.awaitAll(refs)));
  }

  private RestoreJobRef ref(String job) {
    try {
      return new RestoreJobRef(group, cluster, job);
    } catch (IllegalArgumentException e) {
      throw Problem.exception(400, e.getMessage());
    }
  }
}
