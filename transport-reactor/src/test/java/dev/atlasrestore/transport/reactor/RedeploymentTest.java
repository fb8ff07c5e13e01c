package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a closed client leaves no thread and no class loader behind. Each test deploys and
 * undeploys an application several times.
 *
 * <p>The class loader of the last deployment is not checked: for each method that records have, the
 * JDK keeps the record class that linked the method last.
 */
@Timeout(300)
class RedeploymentTest {

  private static final int DEPLOYMENTS = 4;

  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

  /**
   * The application disposes of what Reactor shares in the JVM, as it must when it brings Reactor.
   */
  @ParameterizedTest
  @ValueSource(strings = {"readOnOwnClient", "readOnSuppliedClient"})
  void applicationWithItsOwnReactorIsCollected(String method) throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      loaders.add(
          deploy(
              TestClassPath.entries(entry -> true),
              ClassLoader.getPlatformClassLoader(),
              method,
              "disposeReactor"));
    }
    assertCollected(loaders);
  }

  /** Reactor stays when the application is undeployed, so it must not refer to the application. */
  @ParameterizedTest
  @ValueSource(strings = {"readOnOwnClient", "readOnSuppliedClient"})
  void applicationOnASharedReactorIsCollected(String method) throws Exception {
    Predicate<String> library = entry -> !entry.endsWith(".jar") || entry.contains("atlas-restore");
    try (URLClassLoader shared =
        new URLClassLoader(
            TestClassPath.entries(library.negate()), ClassLoader.getPlatformClassLoader())) {
      deploy(TestClassPath.entries(library), shared, "startReactor", method);
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      for (int i = 0; i < DEPLOYMENTS; i++) {
        loaders.add(deploy(TestClassPath.entries(library), shared, method));
      }
      assertCollected(loaders);
      deploy(TestClassPath.entries(library), shared, "disposeReactor");
    }
  }

  /** Calls methods of the application in a class loader that is closed afterwards. */
  private WeakReference<ClassLoader> deploy(URL[] classPath, ClassLoader parent, String... methods)
      throws Exception {
    return onNewThread(
        () -> {
          try (URLClassLoader loader = new URLClassLoader(classPath, parent)) {
            Class<?> application = loader.loadClass(IsolatedApplication.class.getName());
            for (String method : methods) {
              application.getMethod(method).invoke(null);
            }
            return new WeakReference<>(loader, collected);
          }
        });
  }

  /** Runs the task on a thread that ends, because Netty leaves thread-local variables behind. */
  private static <T> T onNewThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future, "deployment");
    thread.setContextClassLoader(null);
    thread.start();
    return future.get(60, TimeUnit.SECONDS);
  }

  private void assertCollected(List<WeakReference<ClassLoader>> deployed) throws Exception {
    List<WeakReference<ClassLoader>> loaders = deployed.subList(0, DEPLOYMENTS - 1);
    for (int i = 0; i < 100 && loaders.stream().anyMatch(loader -> loader.get() != null); i++) {
      System.gc();
      collected.remove(100);
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("pool-maintenance"));
    assertThat(loaders).extracting(WeakReference::get).containsOnlyNulls();
  }
}
