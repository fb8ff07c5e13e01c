package dev.atlasrestore.consumers.mvc;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows the status of restore jobs. */
@SpringBootApplication
public class RestoreApplication {

  public static void main(String[] args) {
    SpringApplication.run(RestoreApplication.class, args);
  }

  /** Creates the client. The application context closes it. */
  @Bean
  JerseyRestoreJobs restoreJobs(
      @Value("${atlas.base}") URI base,
      @Value("${atlas.public-key}") String publicKey,
      @Value("${atlas.private-key}") String privateKey) {
    return JerseyRestoreJobs.create(AtlasConfig.of(base, new ApiKey(publicKey, privateKey)));
  }

  /** Serves the status of one job. */
  @RestController
  static class RestoreController {

    private final RestoreJobPort<RestoreJob> jobs;

    RestoreController(RestoreJobPort<RestoreJob> jobs) {
      this.jobs = jobs;
    }

    @GetMapping("/restores/{group}/{cluster}/{job}")
    String status(
        @PathVariable String group, @PathVariable String cluster, @PathVariable String job) {
      return jobs.get(new RestoreJobRef(group, cluster, job)).status().value();
    }
  }
}
