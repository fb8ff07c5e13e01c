package dev.atlasrestore.consumers.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of the README starts and reads a job, configured by properties alone. */
@Timeout(60)
class SpringWebFluxTest {

  @Test
  void applicationShowsTheStatusOfAJob() throws Exception {
    RestoreJobRef ref = RestoreJobFixtures.ref();
    try (FakeAtlas atlas = FakeAtlas.builder().basePath("/api/public/v1.0").start();
        ConfigurableApplicationContext application =
            SpringApplication.run(
                RestoreApplication.class,
                "--server.port=0",
                "--atlas.product=ops-manager",
                "--atlas.host=http://" + atlas.baseUri().getAuthority(),
                "--atlas.public-key=" + atlas.config().key().publicKey(),
                "--atlas.private-key=" + atlas.config().key().privateKey())) {
      atlas.put(ref, RestoreJobFixtures.finished());
      String port = application.getEnvironment().getProperty("local.server.port");
      URI uri =
          URI.create(
              "http://localhost:%s/restores/%s/%s/%s"
                  .formatted(port, ref.groupId(), ref.cluster(), ref.jobId()));
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("FINISHED");
    }
  }
}
