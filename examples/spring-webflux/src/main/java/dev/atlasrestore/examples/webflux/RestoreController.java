package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.spring.SpringRestoreJobs;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Serves restore jobs over HTTP. */
@RestController
class RestoreController {

  private final SpringRestoreJobs jobs;
  private final RestoreEvents events;
  private final Downloads downloads;

  RestoreController(SpringRestoreJobs jobs, RestoreEvents events, Downloads downloads) {
    this.jobs = jobs;
    this.events = events;
    this.downloads = downloads;
  }

  /** Lists the jobs of a cluster. */
  @GetMapping("/restores/{group}/{cluster}")
  Mono<List<RestoreJobView>> list(@PathVariable String group, @PathVariable String cluster) {
    return jobs.list(valid(() -> new ClusterRef(group, cluster)))
        .map(all -> all.stream().map(RestoreJobView::of).toList());
  }

  /** Reads the current state of one job. */
  @GetMapping("/restores/{group}/{cluster}/{job}")
  Mono<RestoreJobView> read(
      @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
    return jobs.get(ref(group, cluster, job)).map(RestoreJobView::of);
  }

  /** Sends the states of one job as server-sent events until the job has ended. */
  @GetMapping(
      path = "/restores/{group}/{cluster}/{job}/events",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<ServerSentEvent<Object>> watch(
      @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
    return events.of("job", jobs.watch(ref(group, cluster, job)).map(RestoreJobView::of));
  }

  /**
   * Waits for several jobs, for example the shards of one restore. Sends one event when all have
   * ended.
   */
  @GetMapping(
      path = "/restores/{group}/{cluster}/events",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<ServerSentEvent<Object>> watchAll(
      @PathVariable String group, @PathVariable String cluster, @RequestParam List<String> job) {
    List<RestoreJobRef> refs = job.stream().map(id -> ref(group, cluster, id)).toList();
    return events.of("batch", jobs.awaitAll(refs).map(RestoreBatchView::of).flux());
  }

  /** Starts a download in the background, unless one of this job is in progress. */
  @PostMapping("/restores/{group}/{cluster}/{job}/download")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void download(
      @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
    downloads.start(ref(group, cluster, job));
  }

  /** Sends the progress of a download as server-sent events until it has ended. */
  @GetMapping(
      path = "/restores/{group}/{cluster}/{job}/download/events",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<ServerSentEvent<Object>> watchDownload(
      @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
    return RestoreEvents.withHeartbeat(downloads.events(ref(group, cluster, job)));
  }

  private static RestoreJobRef ref(String group, String cluster, String job) {
    return valid(() -> new RestoreJobRef(group, cluster, job));
  }

  /**
   * Creates a reference. Invalid ids get status 400, and nothing is sent to the service. Only this
   * method maps {@code IllegalArgumentException} to a mistake of the caller.
   */
  private static <T> T valid(Supplier<T> reference) {
    try {
      return reference.get();
    } catch (IllegalArgumentException e) {
      throw new ServerWebInputException(e.getMessage());
    }
  }
}
