package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import reactor.netty.http.client.HttpClient;

/** What an application does; loaded by a class loader of its own. */
public final class Application {

  private Application() {}

  /** Reads a job with a codec of its own; returns its status. */
  public static String works() {
    try (FakeAtlas atlas = FakeAtlas.start();
        ReactorRestoreJobs jobs =
            ReactorRestoreJobs.create(atlas.config(), HttpClient.create(), new AnyCodec())) {
      atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
      return jobs.get(RestoreJobFixtures.ref())
          .map(job -> job.status().value())
          .blockOptional(Duration.ofSeconds(20))
          .orElseThrow();
    }
  }

  /** Asks for the codec that is made of JSON-B. */
  public static void asksForJsonb() {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      ReactorRestoreJobs.create(atlas.config()).close();
    }
  }
}
