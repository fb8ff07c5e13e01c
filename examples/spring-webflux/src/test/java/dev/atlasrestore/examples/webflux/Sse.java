package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.RestoreJobRef;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;

/** Reads server-sent events as a client. */
final class Sse {

  private Sse() {}

  static Flux<ServerSentEvent<String>> events(WebTestClient web, RestoreJobRef ref) {
    return events(
        web, "/restores/{group}/{cluster}/{job}/events", ref.groupId(), ref.cluster(), ref.jobId());
  }

  static void startDownload(WebTestClient web, RestoreJobRef ref) {
    web.post()
        .uri(
            "/restores/{group}/{cluster}/{job}/download", ref.groupId(), ref.cluster(), ref.jobId())
        .exchange()
        .expectStatus()
        .isAccepted();
  }

  static Flux<ServerSentEvent<String>> downloadEvents(WebTestClient web, RestoreJobRef ref) {
    return events(
        web,
        "/restores/{group}/{cluster}/{job}/download/events",
        ref.groupId(),
        ref.cluster(),
        ref.jobId());
  }

  static Flux<ServerSentEvent<String>> events(WebTestClient web, String uri, Object... values) {
    return web.get()
        .uri(uri, values)
        .accept(MediaType.TEXT_EVENT_STREAM)
        .exchange()
        .expectStatus()
        .isOk()
        .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
        .getResponseBody();
  }
}
