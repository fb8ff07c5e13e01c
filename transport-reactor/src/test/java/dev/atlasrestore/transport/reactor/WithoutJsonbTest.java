package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the transport on a class path without JSON-B. */
@Timeout(120)
class WithoutJsonbTest {

  @Test
  void suppliedCodecNeedsNoJsonb() throws Exception {
    URL[] withoutJson =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(json|yasson|parsson).*"))
            .map(entry -> url(new File(entry)))
            .toArray(URL[]::new);
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

  private static URL url(File file) {
    try {
      return URI.create(file.toURI().toString()).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
