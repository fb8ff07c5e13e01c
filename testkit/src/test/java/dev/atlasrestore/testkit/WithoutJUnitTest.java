package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.testkit.contract.RestoreJobSpellings;
import java.lang.reflect.Array;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

/** The fake and the fixtures need no JUnit, so examples, demos and benchmarks can use them. */
class WithoutJUnitTest {

  @Test
  void fakeRunsWithoutJUnit() throws Exception {
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
            .invoke(atlas, ref, job, Array.newInstance(jobs, 0));
        Object uri = type.getMethod("baseUri").invoke(atlas);
        try (RawClient client = new RawClient((URI) uri)) {
          assertThat(client.get("/").readResponse()).startsWith("HTTP/1.1 401 ");
        }
      }
    }
  }

  /** Reading the members of a class fails if a member's type is missing. */
  @Test
  void signaturesDoNotUseJUnit() throws Exception {
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
            AtlasService.class,
            FakeServer.class,
            DigestVerifier.class
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
