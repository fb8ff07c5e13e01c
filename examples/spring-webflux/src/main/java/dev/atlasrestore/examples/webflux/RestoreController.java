package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.spring.SpringRestoreJobs;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Serves restore jobs over HTTP. */
@RestController
class RestoreController {

  private final SpringRestoreJobs jobs;
  private final RestoreEvents events;

  RestoreController(SpringRestoreJobs jobs, RestoreEvents events) {
    this.jobs = jobs;
    this.events = events;
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

  /**
   * Creates the reference to a job. Invalid ids get status 400, and nothing is sent to the service.
   * Only this method maps {@code IllegalArgumentException} to a mistake of the caller.
   */
  private static RestoreJobRef ref(String group, String cluster, String job) {
    try {
      return new RestoreJobRef(group, cluster, job);
    } catch (IllegalArgumentException e) {
      throw new ServerWebInputException(e.getMessage());
    }
  }
}
