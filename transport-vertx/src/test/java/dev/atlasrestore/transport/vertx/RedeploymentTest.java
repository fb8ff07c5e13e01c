package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.Running;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.client.WebClient;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An application that is redeployed leaves nothing in a Vert.x and a Web Client that live longer.
 *
 * <p>Each deployment loads this library in a class loader of its own, uses it, and closes it. The
 * class loader can be collected only if nothing refers to one of its classes any more.
 */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(60)
class RedeploymentTest {

  private static final int DEPLOYMENTS = 3;

  /** The JDK caches the record type whose {@code hashCode} was linked last, and its loader. */
  private static final long KEPT_BY_THE_JDK = 1;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(1));

  @AfterEach
  void closeVertx() {
    Clients.close(vertx);
  }

  @Test
  void suppliedClientKeepsNoClassLoader(FakeAtlas atlas) throws Exception {
    assertNoClassLoaderRemains(atlas, WebClient.create(vertx));
  }

  @Test
  void ownClientKeepsNoClassLoader(FakeAtlas atlas) throws Exception {
    assertNoClassLoaderRemains(atlas, null);
  }

  private void assertNoClassLoaderRemains(FakeAtlas atlas, @Nullable WebClient client)
      throws Exception {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
    Environment environment = new Environment(vertx, client, atlas.config());
    deploy(environment); // starts the threads of Vert.x, which keep the class loader that did so
    atlas.forgetRequests();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      loaders.add(deploy(environment));
    }
    assertThat(atlas.requests()).hasSize(2 * DEPLOYMENTS);
    for (int i = 0; i < 100 && remaining(loaders) > KEPT_BY_THE_JDK; i++) {
      TestCalls.settle(vertx);
      System.gc();
    }
    assertThat(remaining(loaders))
        .as("class loaders that remain")
        .isLessThanOrEqualTo(KEPT_BY_THE_JDK);
  }

  private static long remaining(List<WeakReference<ClassLoader>> loaders) {
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  /** What a deployment gets from outside. All types are those of the parent class loader. */
  private record Environment(Vertx vertx, @Nullable WebClient client, AtlasConfig config) {

    Object[] values() {
      return new Object[] {
        vertx,
        client,
        config.baseUri(),
        config.key().publicKey(),
        config.key().privateKey(),
        RestoreJobFixtures.ref().groupId(),
        RestoreJobFixtures.ref().cluster(),
        RestoreJobFixtures.ref().jobId()
      };
    }
  }

  @SuppressWarnings("unchecked")
  private static WeakReference<ClassLoader> deploy(Environment environment) throws Exception {
    try (ApplicationClassLoader loader = new ApplicationClassLoader()) {
      Class<?> application = loader.loadClass(RedeployedApplication.class.getName());
      assertThat(application.getClassLoader()).isSameAs(loader);
      Object instance = application.getDeclaredConstructor().newInstance();
      ((Consumer<Object[]>) instance).accept(environment.values());
      return new WeakReference<>(loader);
    }
  }

  /** Loads the classes of this library itself, and all others through its parent. */
  private static final class ApplicationClassLoader extends URLClassLoader {

    private ApplicationClassLoader() {
      super(
          Stream.of(
                  RedeployedApplication.class,
                  VertxRestoreJobs.class,
                  AtlasConfig.class,
                  JsonbRestoreJobCodec.class,
                  Running.class)
              .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
              .toArray(URL[]::new),
          RedeploymentTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.atlasrestore.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
