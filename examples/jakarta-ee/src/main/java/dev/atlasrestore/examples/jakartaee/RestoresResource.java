package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobListPort;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Serves the restore jobs of one cluster.
 *
 * <p>A read blocks the request's thread for at most {@code atlas.call-timeout}. A wait runs on a
 * thread of {@link Waits} and returns the request's thread to the container. So do a download and
 * the stream of its events.
 */
@Path("restores/{group}/{cluster}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RestoresResource {

  @Inject RestoreJobPort<RestoreJob> jobs;

  @Inject RestoreJobListPort<List<RestoreJob>> lists;

  @Inject RestoreBatchPort<List<RestoreJob>> batches;

  @Inject Waits waits;

  @Inject Downloads downloads;

  @PathParam("group")
  String group;

  @PathParam("cluster")
  String cluster;

  /** Lists the jobs of the cluster. */
  @GET
  public List<RestoreView> list() {
    ClusterRef ref = valid(() -> new ClusterRef(group, cluster));
    return lists.list(ref).stream().map(RestoreView::of).toList();
  }

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

  /** Starts a download in the background, unless one of this job is in progress. */
  @POST
  @Path("{job}/download")
  public Response download(@PathParam("job") String job) {
    downloads.start(ref(job));
    return Response.accepted().build();
  }

  /** Sends the progress of a download as server-sent events until it has ended. */
  @GET
  @Path("{job}/download/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void downloadEvents(
      @PathParam("job") String job, @Context SseEventSink sink, @Context Sse sse) {
    BackgroundDownload download =
        downloads
            .find(ref(job))
            .orElseThrow(() -> Problem.exception(404, "No download of this job was started"));
    waits.run(new DownloadEvents(download, sink, sse));
  }

  private RestoreJobRef ref(String job) {
    return valid(() -> new RestoreJobRef(group, cluster, job));
  }

  /** Creates a reference. Invalid ids get status 400, and nothing is sent to Atlas. */
  private static <T> T valid(Supplier<T> reference) {
    try {
      return reference.get();
    } catch (IllegalArgumentException e) {
      throw Problem.exception(400, e.getMessage());
    }
  }
}
