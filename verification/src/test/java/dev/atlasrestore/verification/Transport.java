package dev.atlasrestore.verification;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The three transports, each with its own native client. All methods of the open port block. */
public enum Transport {
  JERSEY("Jersey") {
    @Override
    public OpenPort open(AtlasConfig config) {
      JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config);
      return OpenPort.of(jobs, jobs::close);
    }
  },
  REACTOR("Reactor Netty") {
    @Override
    public OpenPort open(AtlasConfig config) {
      ReactorRestoreJobs jobs = ReactorRestoreJobs.create(config);
      return OpenPort.of(
          jobs, mono -> ((Mono<?>) mono).blockOptional(TIME_LIMIT).orElseThrow(), jobs::close);
    }
  },
  VERTX("Vert.x") {
    @Override
    public OpenPort open(AtlasConfig config) {
      Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
      VertxRestoreJobs jobs = VertxRestoreJobs.create(vertx, config);
      return OpenPort.of(
          jobs,
          future -> await((Future<?>) future),
          () -> {
            jobs.close();
            await(vertx.close());
          });
    }
  };

  /** Ends a call that would hang. It is longer than any call of these tests may take. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

  private final String label;

  Transport(String label) {
    this.label = label;
  }

  /** Returns a new client. It has sent nothing, and the caller closes it. */
  public abstract OpenPort open(AtlasConfig config);

  @Override
  public String toString() {
    return label;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
