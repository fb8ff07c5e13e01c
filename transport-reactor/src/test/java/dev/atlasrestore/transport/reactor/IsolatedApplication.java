package dev.atlasrestore.transport.reactor;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

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

  /** Creates a client on its own native client, reads a job three times and closes the client. */
  public static void readOnOwnClient() throws InterruptedException {
    readThreeTimes(ReactorRestoreJobs::create, () -> {});
  }

  /** Reads a job three times on a connection pool that the application disposes of. */
  public static void readOnSuppliedClient() throws InterruptedException {
    ConnectionProvider pool = ConnectionProvider.create("application");
    readThreeTimes(
        config -> ReactorRestoreJobs.create(config, HttpClient.create(pool)), pool::dispose);
  }

  private static void readThreeTimes(
      Function<AtlasConfig, ReactorRestoreJobs> create, Runnable dispose)
      throws InterruptedException {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      try (ReactorRestoreJobs jobs = create.apply(atlas.config())) {
        atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
        for (int i = 0; i < 3; i++) {
          jobs.get(RestoreJobFixtures.ref()).block(TIMEOUT);
        }
      }
      dispose.run();
      if (!atlas.awaitNoConnections(TIMEOUT)) {
        throw new IllegalStateException("the closed client left a connection open");
      }
    }
  }

  /** Ends all threads that Reactor and Reactor Netty share. */
  public static void disposeReactor() {
    HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, TIMEOUT).block(TIMEOUT);
    Schedulers.shutdownNow();
  }

  /** Starts all threads that Reactor and Reactor Netty share and that a read uses. */
  public static void startReactor() throws Exception {
    for (EventExecutor loop : HttpResources.get().onClient(true)) {
      loop.submit(() -> {}).get();
    }
    CountDownLatch started = new CountDownLatch(Schedulers.DEFAULT_POOL_SIZE);
    for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
      Schedulers.parallel().schedule(started::countDown);
    }
    started.await();
  }
}
