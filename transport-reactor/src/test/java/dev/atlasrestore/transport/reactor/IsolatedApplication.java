package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.time.Duration;
import reactor.netty.http.client.HttpClient;

/** An application that a test loads in a class loader of its own and calls by reflection. */
public final class IsolatedApplication {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private IsolatedApplication() {}

  /** Reads a job with a supplied codec and returns its status. */
  public static String readWithSuppliedCodec() {
    try (FakeAtlas atlas = FakeAtlas.start();
        ReactorRestoreJobs jobs =
            ReactorRestoreJobs.create(atlas.config(), HttpClient.create(), new KeywordCodec())) {
      atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
      return jobs.get(RestoreJobFixtures.ref())
          .map(job -> job.status().value())
          .blockOptional(TIMEOUT)
          .orElseThrow();
    }
  }

  /** Creates a client with the default codec, which needs JSON-B. */
  public static void createWithDefaultCodec() {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      ReactorRestoreJobs.create(atlas.config()).close();
    }
  }
}
