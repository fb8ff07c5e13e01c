package dev.atlasrestore.verification.isolation;

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

/** RUN-20 of whole transports, codec and digest included: any thread will do. */
@Timeout(120)
class AnyThreadTest {

  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob JOB = RestoreJobFixtures.finished();
  private static final int THREADS = 64;

  @ParameterizedTest
  @EnumSource
  void run20_aThreadWithoutContextClassLoader(Transport transport) throws Exception {
    reading(transport).call(); // which makes a Vertx: that is not to be loaded by such a thread
    FutureTask<RestoreJob> task = new FutureTask<>(reading(transport));
    Thread thread = new Thread(task);
    thread.setContextClassLoader(null);
    thread.start();
    assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(JOB);
  }

  @ParameterizedTest
  @EnumSource
  void run20_theCommonPool(Transport transport) throws Exception {
    assertThat(ForkJoinPool.commonPool().submit(reading(transport)).get(60, TimeUnit.SECONDS))
        .isEqualTo(JOB);
  }

  /** Reads a job, makes the client included. */
  private static Callable<RestoreJob> reading(Transport transport) {
    return () -> {
      try (FakeAtlas atlas = FakeAtlas.start();
          OpenPort port = transport.open(atlas.config())) {
        atlas.put(REF, JOB);
        return port.get(REF);
      }
    };
  }

  /** More of them at once than the JVM has carrier threads; how often one was pinned is told. */
  @ParameterizedTest
  @EnumSource
  void run20_manyVirtualThreadsAtOnce(Transport transport) throws Exception {
    ThreadFactory virtual = virtualThreads();
    RetryPolicy quick = RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(1));
    try (FakeAtlas atlas = FakeAtlas.start();
        OpenPort port = transport.open(atlas.config().withRetry(quick));
        Pinning pinning = Pinning.watched()) {
      atlas.put(REF, JOB);
      atlas.script(Reply.unscripted(), Reply.status(503), Reply.drop(), Hostile.truncated());
      List<FutureTask<RestoreJob>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        FutureTask<RestoreJob> task = new FutureTask<>(() -> port.get(REF));
        tasks.add(task);
        virtual.newThread(task).start();
      }
      for (FutureTask<RestoreJob> task : tasks) {
        assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(JOB);
      }
      System.err.printf("AnyThreadTest, %s: %s%n", transport, pinning.report());
    }
  }

  private static ThreadFactory virtualThreads() throws Exception {
    if (Runtime.version().feature() < 21) {
      String reason = "no virtual threads on Java " + Runtime.version().feature();
      System.err.println("AnyThreadTest, RUN-20: not tested: " + reason);
      Assumptions.abort(reason);
    }
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (ThreadFactory)
        Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
  }
}
