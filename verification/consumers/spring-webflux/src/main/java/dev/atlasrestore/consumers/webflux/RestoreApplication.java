package dev.atlasrestore.consumers.webflux;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@SpringBootApplication
public class RestoreApplication {

  public static void main(String[] args) {
    SpringApplication.run(RestoreApplication.class, args);
  }

  @RestController
  static class RestoreController {

    private final RestoreJobPort<Mono<RestoreJob>> jobs;

    RestoreController(RestoreJobPort<Mono<RestoreJob>> jobs) {
      this.jobs = jobs;
    }

    @GetMapping("/restores/{group}/{cluster}/{job}")
    Mono<String> status(
        @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
      return jobs.get(new RestoreJobRef(group, cluster, job)).map(found -> found.status().value());
    }
  }
}
