package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves requests over HTTP and over the event-bus address {@value #ADDRESS}. HTTP routes list the
 * jobs of a cluster, read a job, start its download, and stream the events of waits and downloads.
 *
 * <p>All code runs on this verticle's context, which is an event loop, a worker or a virtual
 * thread. So the fields need no lock.
 */
final class RestoreEndpoint extends AbstractVerticle {

  /**
   * Receives {@code {group, cluster, job}} and replies with a job's view, or fails with an HTTP
   * status.
   */
  static final String ADDRESS = "restores.get";

  private static final String JOBS = "/restores/:group/:cluster";
  private static final String JOB = JOBS + "/:job";

  private static final int MAX_BATCH = 100;

  private final VertxRestoreJobs jobs;
  private final Downloads downloads;
  private final ServiceConfig config;
  private final Set<Following> open = new HashSet<>();
  private volatile int port;

  RestoreEndpoint(VertxRestoreJobs jobs, Downloads downloads, ServiceConfig config) {
    this.jobs = jobs;
    this.downloads = downloads;
    this.config = config;
  }

  @Override
  public void start(Promise<Void> started) {
    Router router = Router.router(vertx);
    router.get(JOBS).respond(this::list);
    router.get(JOBS + "/events").handler(this::followBatch);
    router.get(JOB).respond(context -> view(() -> ref(context)));
    router.get(JOB + "/events").handler(this::follow);
    router.post(JOB + "/download").handler(this::startDownload);
    router.get(JOB + "/download/events").handler(this::followDownload);
    router.route().failureHandler(Problem::respond);
    vertx.eventBus().consumer(ADDRESS, this::reply);
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(config.port(), config.host())
        .onSuccess(server -> port = server.actualPort())
        .<Void>mapEmpty()
        .onComplete(started);
  }

  int port() {
    return port;
  }

  private Future<JsonArray> list(RoutingContext context) {
    ClusterRef cluster = new ClusterRef(context.pathParam("group"), context.pathParam("cluster"));
    return jobs.list(cluster).map(all -> new JsonArray(all.stream().map(JobView::of).toList()));
  }

  private void follow(RoutingContext context) {
    RestoreJobRef ref = ref(context);
    keep(new Watching(events(context), jobs, ref));
  }

  private void followBatch(RoutingContext context) {
    List<RestoreJobRef> refs = refs(context);
    keep(new Batch(events(context), jobs, refs));
  }

  private void startDownload(RoutingContext context) {
    if (downloads.start(ref(context))) {
      context.response().setStatusCode(202).end();
    } else {
      Problem.of(503, "Too many downloads are in progress. Try again later.").send(context);
    }
  }

  private void followDownload(RoutingContext context) {
    downloads
        .find(ref(context))
        .ifPresentOrElse(
            download -> keep(new DownloadEvents(events(context), download)),
            () -> Problem.of(404, "No download of this job was started.").send(context));
  }

  /** Starts the heartbeats, so the request must be valid. */
  private EventStream events(RoutingContext context) {
    return new EventStream(context, config.heartbeat());
  }

  private Future<JsonObject> view(Supplier<RestoreJobRef> ref) {
    return jobs.get(ref.get()).map(JobView::of);
  }

  /** Keeps the response until it has ended, so that {@link #stop} can cancel it. */
  private void keep(Following following) {
    open.add(following);
    following.ended().onComplete(end -> open.remove(following));
  }

  private void reply(Message<JsonObject> message) {
    Future.succeededFuture(message.body())
        .compose(body -> view(() -> ref(body)))
        .onSuccess(message::reply)
        .onFailure(
            failure -> {
              Problem problem = Problem.of(failure);
              message.fail(problem.status(), problem.detail());
            });
  }

  private static RestoreJobRef ref(RoutingContext context) {
    return new RestoreJobRef(
        context.pathParam("group"), context.pathParam("cluster"), context.pathParam("job"));
  }

  private static List<RestoreJobRef> refs(RoutingContext context) {
    List<String> jobs = context.queryParam("job");
    if (jobs.isEmpty() || jobs.size() > MAX_BATCH) {
      throw new IllegalArgumentException("Give 1 to " + MAX_BATCH + " jobs: ?job=ID&job=ID");
    }
    String group = context.pathParam("group");
    String cluster = context.pathParam("cluster");
    return jobs.stream().map(job -> new RestoreJobRef(group, cluster, job)).toList();
  }

  private static RestoreJobRef ref(JsonObject body) {
    for (String name : List.of("group", "cluster", "job")) {
      if (!(body.getValue(name) instanceof String)) {
        throw new IllegalArgumentException(name + " must be a string");
      }
    }
    return new RestoreJobRef(
        body.getString("group"), body.getString("cluster"), body.getString("job"));
  }

  /**
   * Cancels the waits, and completes when their responses have ended. Then Vert.x closes the
   * server.
   */
  @Override
  public void stop(Promise<Void> stopped) {
    List<Following> cancelled = List.copyOf(open);
    cancelled.forEach(Following::cancel);
    Future.join(cancelled.stream().map(Following::ended).toList())
        .<Void>mapEmpty()
        .onComplete(stopped);
  }
}
