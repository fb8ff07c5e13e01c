package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.contract.RestoreJobSpellings;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** The fake and the fixtures run where there is no JUnit: in examples, demos and benchmarks. */
class WithoutJUnitTest {

  @Test
  void theFakeRunsWhereThereIsNoJUnit() throws Exception {
    URL[] kitAndCore = {location(FakeAtlas.class), location(RestoreJob.class)};
    try (URLClassLoader loader =
        new URLClassLoader(kitAndCore, ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
          .isInstanceOf(ClassNotFoundException.class);
      Class<?> fixtures = loader.loadClass(RestoreJobFixtures.class.getName());
      Object ref = fixtures.getMethod("ref").invoke(null);
      Object job = fixtures.getMethod("finished").invoke(null);
      Class<?> type = loader.loadClass(FakeAtlas.class.getName());
      assertThat(type).isNotEqualTo(FakeAtlas.class);
      try (AutoCloseable atlas = (AutoCloseable) type.getMethod("start").invoke(null)) {
        Class<?> jobs = loader.loadClass(RestoreJob.class.getName());
        type.getMethod("put", ref.getClass(), jobs, jobs.arrayType())
            .invoke(atlas, ref, job, java.lang.reflect.Array.newInstance(jobs, 0));
        Object uri = type.getMethod("baseUri").invoke(atlas);
        try (RawClient client = new RawClient((java.net.URI) uri)) {
          assertThat(client.get("/").readResponse()).startsWith("HTTP/1.1 401 ");
        }
      }
    }
  }

  /** Linking every member's types would fail if one of them needed JUnit. */
  @Test
  void nothingOfTheFakeNamesJUnit() throws Exception {
    URL[] kitAndCore = {location(FakeAtlas.class), location(RestoreJob.class)};
    try (URLClassLoader loader =
        new URLClassLoader(kitAndCore, ClassLoader.getPlatformClassLoader())) {
      for (Class<?> type :
          new Class<?>[] {
            FakeAtlas.class,
            FakeAtlas.Builder.class,
            Reply.class,
            Hostile.class,
            FakeTls.class,
            ResponseReply.class,
            SeenRequest.class,
            DigestRules.class,
            ChallengeShape.class,
            RestoreJobFixtures.class,
            RestoreJobSpellings.class,
            AtlasHost.class,
            HttpServer.class,
            DigestGate.class
          }) {
        Class<?> alone = loader.loadClass(type.getName());
        assertThat(alone.getDeclaredMethods()).isNotEmpty();
        assertThat(alone.getDeclaredFields()).isNotNull();
      }
    }
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
