package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves requests over HTTP and over the event-bus address {@value #ADDRESS}. One HTTP route reads
 * a job, one streams the events of a wait, and one waits for several jobs.
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
  private final ServiceConfig config;
  private final Set<Following> open = new HashSet<>();
  private volatile int port;

  RestoreEndpoint(VertxRestoreJobs jobs, ServiceConfig config) {
    this.jobs = jobs;
    this.config = config;
  }

  @Override
  public void start(Promise<Void> started) {
    Router router = Router.router(vertx);
    router.get(JOBS).handler(context -> keep(new Batch(context, jobs, refs(context))));
    router.get(JOB).respond(context -> view(() -> ref(context)));
    router
        .get(JOB + "/events")
        .handler(context -> keep(new EventStream(context, jobs, ref(context))));
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
