package dev.atlasrestore.codec.jsonb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.atlasrestore.RestoreJob;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.spi.JsonProvider;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests the provider lookup, and the use of the codec by several threads. */
class ProviderLookupTest {

  private static final byte[] BODY = JobDocuments.FINISHED_SHARD.getBytes(UTF_8);
  private static final RestoreJob JOB = CodecFixture.decodeJob(JobDocuments.FINISHED_SHARD);

  @Test
  void threadWithoutContextClassLoaderCreatesAndUsesTheCodec() throws Exception {
    assertThat(onThreadWith(null, () -> new JsonbRestoreJobCodec().read(BODY).job()))
        .isEqualTo(JOB);
  }

  @Test
  void threadWithAnEmptyContextClassLoaderCreatesAndUsesTheCodec() throws Exception {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(onThreadWith(empty, () -> new JsonbRestoreJobCodec().read(BODY).job()))
          .isEqualTo(JOB);
    }
  }

  @Test
  void givenProviderIsUsed() {
    JsonbBuilder builder =
        JsonbBuilder.newBuilder("org.eclipse.yasson.JsonBindingProvider")
            .withProvider(JsonProvider.provider())
            .withConfig(new JsonbConfig().withStrictIJSON(true));
    assertThat(new JsonbRestoreJobCodec(builder).read(BODY).job()).isEqualTo(JOB);
  }

  @Test
  void constructorRejectsAProviderThatIgnoresTheDeserializer() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new JsonbRestoreJobCodec(new NullReturningBuilder()))
        .withMessageContaining("org.eclipse:yasson");
  }

  @Test
  void constructorRejectsANullBuilder() {
    assertThatNullPointerException()
        .isThrownBy(() -> new JsonbRestoreJobCodec(null))
        .withMessage("builder");
  }

  @Test
  void manyThreadsShareOneCodec() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 4000; i++) {
        String json = CodecFixture.jobWith("id", "\"" + i + "\"");
        tasks.add(() -> CodecFixture.decodeJob(json).id());
      }
      List<Future<String>> ids = threads.invokeAll(tasks);
      for (int i = 0; i < ids.size(); i++) {
        assertThat(ids.get(i).get()).isEqualTo(String.valueOf(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void bodyIsNotChanged() {
    byte[] body = BODY.clone();
    CodecFixture.CODEC.read(body).job();
    assertThat(body).isEqualTo(BODY);
  }

  private static <T> T onThreadWith(ClassLoader loader, Callable<T> work) throws Exception {
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task);
              thread.setContextClassLoader(loader);
              return thread;
            });
    try {
      return executor.submit(work).get();
    } finally {
      executor.shutdownNow();
    }
  }

  /** The builder of a provider that always returns null. */
  private static final class NullReturningBuilder implements JsonbBuilder {

    @Override
    public JsonbBuilder withConfig(JsonbConfig config) {
      return this;
    }

    @Override
    public JsonbBuilder withProvider(JsonProvider provider) {
      return this;
    }

    @Override
    public Jsonb build() {
      return (Jsonb)
          Proxy.newProxyInstance(
              Jsonb.class.getClassLoader(),
              new Class<?>[] {Jsonb.class},
              (proxy, method, arguments) -> null);
    }
  }
}
