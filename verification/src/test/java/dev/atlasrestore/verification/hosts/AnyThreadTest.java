package dev.atlasrestore.verification.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * RUN-20: a caller may use any kind of thread. The tests run whole calls: digest, codec and retries
 * included.
 */
@Timeout(120)
class AnyThreadTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();
  private static final int THREADS = 64;

  @ParameterizedTest
  @EnumSource
  void callSucceedsWithoutAContextClassLoader(Transport transport) throws Exception {
    // Vert.x itself needs a context class loader when its classes are loaded.
    readWithNewClient(transport).call();
    FutureTask<RestoreJob> task = new FutureTask<>(readWithNewClient(transport));
    Thread thread = new Thread(task);
    thread.setContextClassLoader(null);
    thread.start();
    assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(JOB);
  }

  @ParameterizedTest
  @EnumSource
  void callSucceedsOnTheCommonPool(Transport transport) throws Exception {
    assertThat(
            ForkJoinPool.commonPool()
                .submit(readWithNewClient(transport))
                .get(60, TimeUnit.SECONDS))
        .isEqualTo(JOB);
  }

  /** Returns a task that creates a client and reads a job. */
  private static Callable<RestoreJob> readWithNewClient(Transport transport) {
    return () -> {
      try (FakeAtlas atlas = FakeAtlas.start();
          OpenPort port = transport.open(atlas.config())) {
        atlas.put(REF, JOB);
        return port.get(REF);
      }
    };
  }

  /** Starts more virtual threads than the JVM has carrier threads, and prints the pinned ones. */
  @ParameterizedTest
  @EnumSource
  void manyVirtualThreadsCallAtOnce(Transport transport) throws Exception {
    ThreadFactory factory = virtualThreads();
    RetryPolicy fastRetry = RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1));
    try (FakeAtlas atlas = FakeAtlas.start();
        OpenPort port = transport.open(atlas.config().withRetry(fastRetry));
        PinnedThreads pinned = PinnedThreads.record()) {
      atlas.put(REF, JOB);
      atlas.script(Reply.unscripted(), Reply.status(503), Reply.drop(), Hostile.truncated());
      List<FutureTask<RestoreJob>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        FutureTask<RestoreJob> task = new FutureTask<>(() -> port.get(REF));
        tasks.add(task);
        factory.newThread(task).start();
      }
      for (FutureTask<RestoreJob> task : tasks) {
        assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(JOB);
      }
      System.err.printf("AnyThreadTest, %s: %s%n", transport, pinned.report());
    }
  }

  private static ThreadFactory virtualThreads() throws Exception {
    if (Runtime.version().feature() < 21) {
      String reason = "Java " + Runtime.version().feature() + " has no virtual threads";
      System.err.println("AnyThreadTest: skipped the test of RUN-20: " + reason);
      Assumptions.abort(reason);
    }
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (ThreadFactory)
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
  }
}
