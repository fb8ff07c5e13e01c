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

/** Where the codec comes from, and which threads may use it. */
class ProvidersTest {

  private static final byte[] BODY = JobShapes.FINISHED_SHARD.getBytes(UTF_8);
  private static final RestoreJob JOB = Reading.job(JobShapes.FINISHED_SHARD);

  @Test
  void aThreadWithoutContextClassLoaderCanMakeAndUseIt() throws Exception {
    assertThat(onThreadWith(null, () -> new JsonbRestoreJobCodec().read(BODY).job()))
        .isEqualTo(JOB);
  }

  @Test
  void aThreadWhoseContextClassLoaderSeesNoProviderCanMakeAndUseIt() throws Exception {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(onThreadWith(empty, () -> new JsonbRestoreJobCodec().read(BODY).job()))
          .isEqualTo(JOB);
    }
  }

  @Test
  void aProviderOfOnesChoiceIsUsed() {
    JsonbBuilder builder =
        JsonbBuilder.newBuilder("org.eclipse.yasson.JsonBindingProvider")
            .withProvider(JsonProvider.provider())
            .withConfig(new JsonbConfig().withStrictIJSON(true));
    assertThat(new JsonbRestoreJobCodec(builder).read(BODY).job()).isEqualTo(JOB);
  }

  @Test
  void aProviderThatDoesNotAskTheDeserializerIsRefusedAtOnce() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new JsonbRestoreJobCodec(new BuilderOfNothing()))
        .withMessageContaining("org.eclipse:yasson");
  }

  @Test
  void noBuilderIsAnArgumentError() {
    assertThatNullPointerException()
        .isThrownBy(() -> new JsonbRestoreJobCodec(null))
        .withMessage("builder");
  }

  @Test
  void manyThreadsMayUseOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> readings = new ArrayList<>();
      for (int i = 0; i < 4000; i++) {
        String json = Reading.withMember("id", "\"" + i + "\"");
        readings.add(() -> Reading.job(json).id());
      }
      List<Future<String>> ids = threads.invokeAll(readings);
      for (int i = 0; i < ids.size(); i++) {
        assertThat(ids.get(i).get()).isEqualTo(String.valueOf(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theBodyIsNotChanged() {
    byte[] body = BODY.clone();
    Reading.CODEC.read(body).job();
    assertThat(body).isEqualTo(BODY);
  }

  private static <T> T onThreadWith(ClassLoader loader, Callable<T> work) throws Exception {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task);
              made.setContextClassLoader(loader);
              return made;
            });
    try {
      return thread.submit(work).get();
    } finally {
      thread.shutdownNow();
    }
  }

  /** Of a provider that reads null whatever is asked. */
  private static final class BuilderOfNothing implements JsonbBuilder {

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
