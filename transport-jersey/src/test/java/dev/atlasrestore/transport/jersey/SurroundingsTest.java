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

/** RUN-20: whatever thread and whatever class path the calls are made on. */
@Timeout(120)
class SurroundingsTest {

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
  void withoutAContextClassLoader() throws Exception {
    FutureTask<RestoreJob> task = new FutureTask<>(this::createAndGet);
    Thread thread = new Thread(task, "no-context");
    thread.setContextClassLoader(null);
    thread.start();
    assertThat(task.get()).isEqualTo(JOB);
    assertThat(thread.getContextClassLoader()).isNull();
  }

  @Test
  void inTheCommonPool() throws Exception {
    assertThat(ForkJoinPool.commonPool().submit(this::createAndGet).get()).isEqualTo(JOB);
  }

  @Test
  void onVirtualThreads() throws Exception {
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
      for (Future<RestoreJob> each : all) {
        assertThat(each.get()).isEqualTo(JOB);
      }
    } finally {
      virtual.shutdownNow();
    }
  }

  @Test
  void withoutAWordInTheLog() throws Exception {
    assertThat(callAfresh(Quiet.class, "(?!)")).isEqualTo("");
  }

  @Test
  void withoutAskingANamingServiceForASchedulerThatIsNotNeeded() {
    String before = System.getProperty(Context.INITIAL_CONTEXT_FACTORY);
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Naming.class.getName());
    try {
      assertThat(createAndGet()).isEqualTo(JOB);
      assertThat(Naming.ASKED_FOR).noneMatch(name -> name.contains("Scheduled"));
    } finally {
      if (before == null) {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
      } else {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, before);
      }
    }
  }

  @Test
  void withACodecPassedTheJsonLibrariesAreNotNeeded() throws Exception {
    assertThat(callAfresh(WithoutJson.class, ".*(codec-jsonb|yasson|parsson|jakarta.json).*"))
        .isEqualTo("read by the passed codec");
  }

  /** Calls it on classes that were loaded for it alone, from a class path without these entries. */
  private static Object callAfresh(Class<? extends Callable<String>> scene, String without)
      throws Exception {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(without))
            .map(SurroundingsTest::url)
            .toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      Object made = loader.loadClass(scene.getName()).getDeclaredConstructor().newInstance();
      return ((Callable<?>) made).call();
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

  /** A first call, and what Jersey had to say of it. */
  public static final class Quiet implements Callable<String> {

    /** For the class loader above. */
    public Quiet() {}

    @Override
    public String call() {
      Logger jersey = Logger.getLogger("org.glassfish.jersey");
      Queue<String> said = new ConcurrentLinkedQueue<>();
      Handler listener =
          new Handler() {
            @Override
            public void publish(LogRecord record) {
              said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
          };
      jersey.addHandler(listener);
      try (FakeAtlas atlas = FakeAtlas.start();
          JerseyRestoreJobs jobs = JerseyRestoreJobs.create(atlas.config())) {
        atlas.put(RestoreJobFixtures.ref(), JOB);
        jobs.get(RestoreJobFixtures.ref());
      } finally {
        jersey.removeHandler(listener);
      }
      return String.join("; ", said);
    }
  }

  /** A naming service, as a container has one, that knows no name. */
  public static final class Naming implements InitialContextFactory {

    static final Queue<String> ASKED_FOR = new ConcurrentLinkedQueue<>();

    /** For the JDK. */
    public Naming() {}

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
      return new InitialContext(true) {
        @Override
        public Object lookup(String name) throws NamingException {
          ASKED_FOR.add(name);
          throw new NameNotFoundException(name);
        }
      };
    }
  }

  /** Runs where neither the codec module nor a JSON library can be loaded. */
  public static final class WithoutJson implements Callable<String> {

    /** For the class loader above. */
    public WithoutJson() {}

    @Override
    public String call() {
      try {
        Class.forName("jakarta.json.bind.Jsonb");
        throw new AssertionError("JSON-B is there");
      } catch (ClassNotFoundException expected) {
        return read();
      }
    }

    private static String read() {
      try (FakeAtlas atlas = FakeAtlas.start();
          var client = TestClients.recommended().build()) {
        atlas.put(RestoreJobFixtures.ref(), JOB);
        AtlasConfig config = atlas.config();
        JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config, client, new Fixed());
        return jobs.get(RestoreJobFixtures.ref()).equals(JOB) ? "read by the passed codec" : "?";
      }
    }
  }

  private static final class Fixed implements RestoreJobCodec {
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
