package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the transport on a class path without JSON-B. */
@Timeout(120)
class WithoutJsonbTest {

  @Test
  void suppliedCodecNeedsNoJsonb() throws Exception {
    URL[] withoutJson = TestClassPath.entries(entry -> !entry.matches(".*(json|yasson|parsson).*"));
    try (URLClassLoader loader =
        new URLClassLoader(withoutJson, ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> loader.loadClass("jakarta.json.bind.Jsonb"))
          .isInstanceOf(ClassNotFoundException.class);
      Class<?> application = loader.loadClass(IsolatedApplication.class.getName());
      Method withSuppliedCodec = application.getMethod("readWithSuppliedCodec");
      assertThat(withSuppliedCodec.invoke(null)).isEqualTo("FINISHED");
      Method withDefaultCodec = application.getMethod("createWithDefaultCodec");
      assertThatThrownBy(() -> withDefaultCodec.invoke(null))
          .isInstanceOf(InvocationTargetException.class)
          .hasCauseInstanceOf(NoClassDefFoundError.class);
    }
  }
}
