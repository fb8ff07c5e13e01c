package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
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

/** Restore jobs over HTTP. */
@RestController
class RestoreController {

  private final ReactorRestoreJobs jobs;
  private final RestoreEvents events;

  RestoreController(ReactorRestoreJobs jobs, RestoreEvents events) {
    this.jobs = jobs;
    this.events = events;
  }

  /** One job as it is now. */
  @GetMapping("/restores/{group}/{cluster}/{job}")
  Mono<RestoreJobView> read(
      @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
    return jobs.get(ref(group, cluster, job)).map(RestoreJobView::of);
  }

  /** One job until it is over, as server-sent events. */
  @GetMapping(
      path = "/restores/{group}/{cluster}/{job}/events",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<ServerSentEvent<Object>> watch(
      @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
    return events.of("job", jobs.watch(ref(group, cluster, job)).map(RestoreJobView::of));
  }

  /** All jobs of one restore, the shards of a cluster, until all are over: one event at the end. */
  @GetMapping(
      path = "/restores/{group}/{cluster}/events",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<ServerSentEvent<Object>> watchAll(
      @PathVariable String group, @PathVariable String cluster, @RequestParam List<String> job) {
    List<RestoreJobRef> refs = job.stream().map(id -> ref(group, cluster, id)).toList();
    return events.of("batch", jobs.awaitAll(refs).map(RestoreBatchView::of).flux());
  }

  /** Refused before anything is sent: the caller's mistake, and no other illegal argument is. */
  private static RestoreJobRef ref(String group, String cluster, String job) {
    try {
      return new RestoreJobRef(group, cluster, job);
    } catch (IllegalArgumentException e) {
      throw new ServerWebInputException(e.getMessage());
    }
  }
}
