package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests calls on unusual threads and class paths (RUN-20). */
@Timeout(120)
class EnvironmentTest {

  private static final RestoreJob JOB = RestoreJobFixtures.finished();

  private FakeAtlas atlas;

  @BeforeEach
  void start() {
    atlas = FakeAtlas.start();
    atlas.put(RestoreJobFixtures.ref(), JOB);
  }

  @AfterEach
  void stop() {
    atlas.close();
  }

  @Test
  void worksWithoutAContextClassLoader() throws Exception {
    FutureTask<RestoreJob> task = new FutureTask<>(this::createAndGet);
    Thread thread = new Thread(task, "no-context-class-loader");
    thread.setContextClassLoader(null);
    thread.start();
    assertThat(task.get()).isEqualTo(JOB);
    assertThat(thread.getContextClassLoader()).isNull();
  }

  @Test
  void worksInTheCommonPool() throws Exception {
    assertThat(ForkJoinPool.commonPool().submit(this::createAndGet).get()).isEqualTo(JOB);
  }

  @Test
  void worksOnVirtualThreads() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
    Callable<ExecutorService> executors =
        () ->
            (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    ExecutorService virtual = executors.call();
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
      List<Future<RestoreJob>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(virtual.submit(() -> jobs.get(RestoreJobFixtures.ref())));
      }
      for (Future<RestoreJob> future : all) {
        assertThat(future.get()).isEqualTo(JOB);
      }
    } finally {
      virtual.shutdownNow();
    }
  }

  @Test
  void logsNothing() throws Exception {
    assertThat(callWithFreshClasses(LoggedMessages.class, "(?!)")).isEqualTo("");
  }

  @Test
  void looksUpNoSchedulerInJndi() {
    String before = System.getProperty(Context.INITIAL_CONTEXT_FACTORY);
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, EmptyJndi.class.getName());
    try {
      assertThat(createAndGet()).isEqualTo(JOB);
      assertThat(EmptyJndi.LOOKUPS).noneMatch(name -> name.contains("Scheduled"));
    } finally {
      if (before == null) {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
      } else {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, before);
      }
    }
  }

  @Test
  void worksWithoutJsonLibrariesIfACodecIsSupplied() throws Exception {
    assertThat(
            callWithFreshClasses(
                WithoutJson.class, ".*(codec-jsonb|yasson|parsson|jakarta.json).*"))
        .isEqualTo("decoded by the supplied codec");
  }

  /**
   * Calls the task with classes that are loaded anew, from the class path without the entries that
   * match.
   */
  private static Object callWithFreshClasses(
      Class<? extends Callable<String>> task, String excluded) throws Exception {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(excluded))
            .map(EnvironmentTest::url)
            .toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Object instance = loader.loadClass(task.getName()).getDeclaredConstructor().newInstance();
      return ((Callable<?>) instance).call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private RestoreJob createAndGet() {
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
      return jobs.get(RestoreJobFixtures.ref());
    }
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Makes a first call and returns what Jersey logged. */
  public static final class LoggedMessages implements Callable<String> {

    /** Called by reflection. */
    public LoggedMessages() {}

    @Override
    public String call() {
      Logger jersey = Logger.getLogger("org.glassfish.jersey");
      Queue<String> messages = new ConcurrentLinkedQueue<>();
      Handler handler =
          new Handler() {
            @Override
            public void publish(LogRecord record) {
              messages.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
          };
      jersey.addHandler(handler);
      try (FakeAtlas atlas = FakeAtlas.start();
          JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
        atlas.put(RestoreJobFixtures.ref(), JOB);
        jobs.get(RestoreJobFixtures.ref());
      } finally {
        jersey.removeHandler(handler);
      }
      return String.join("; ", messages);
    }
  }

  /** A JNDI provider, as in a container, that knows no name. */
  public static final class EmptyJndi implements InitialContextFactory {

    static final Queue<String> LOOKUPS = new ConcurrentLinkedQueue<>();

    /** Called by the JDK. */
    public EmptyJndi() {}

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
      return new InitialContext(true) {
        @Override
        public Object lookup(String name) throws NamingException {
          LOOKUPS.add(name);
          throw new NameNotFoundException(name);
        }
      };
    }
  }

  /** Reads a job without the codec module and without a JSON library. */
  public static final class WithoutJson implements Callable<String> {

    /** Called by reflection. */
    public WithoutJson() {}

    @Override
    public String call() {
      try {
        Class.forName("jakarta.json.bind.Jsonb");
        throw new AssertionError("JSON-B is on the class path");
      } catch (ClassNotFoundException expected) {
        return read();
      }
    }

    private static String read() {
      try (FakeAtlas atlas = FakeAtlas.start();
          var client = TestClients.recommended().build()) {
        atlas.put(RestoreJobFixtures.ref(), JOB);
        AtlasConfig config = atlas.config();
        JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config, client, new FixedCodec());
        return jobs.get(RestoreJobFixtures.ref()).equals(JOB)
            ? "decoded by the supplied codec"
            : "another job";
      }
    }
  }

  private static final class FixedCodec implements RestoreJobCodec {
    @Override
    public Document read(byte[] body) {
      return new Document() {
        @Override
        public OptionalInt envelopeStatus() {
          return OptionalInt.empty();
        }

        @Override
        public RestoreJob job() {
          return JOB;
        }

        @Override
        public ApiError error() {
          return ApiError.NONE;
        }
      };
    }
  }
}
