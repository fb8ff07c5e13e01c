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
 * Serves the restore jobs of one cluster.
 *
 * <p>A read blocks the request's thread for at most {@code atlas.call-timeout}. A wait runs on a
 * thread of {@link Waits} and returns the request's thread to the container.
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

  /** Reads the current state of the job. */
  @GET
  @Path("{job}")
  public RestoreView job(@PathParam("job") String job) {
    return RestoreView.of(jobs.get(ref(job)));
  }

  /**
   * Responds with the job when it has ended. If the wait times out, the response has status 504 and
   * shows the job as it was last read.
   */
  @GET
  @Path("{job}/completion")
  public CompletionStage<RestoreView> completion(@PathParam("job") String job) {
    RestoreJobRef ref = ref(job);
    return waits.start(() -> RestoreView.of(jobs.awaitCompletion(ref)));
  }

  /**
   * Responds when all jobs have ended, for example the shards of one restore: {@code ?job=…&job=…}.
   */
  @GET
  @Path("completion")
  public CompletionStage<BatchView> completion(@QueryParam("job") List<String> jobIds) {
    if (jobIds.isEmpty()) {
      throw Problem.exception(400, "Give at least one job: ?job=...&job=...");
    }
    List<RestoreJobRef> refs = jobIds.stream().map(this::ref).toList();
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
