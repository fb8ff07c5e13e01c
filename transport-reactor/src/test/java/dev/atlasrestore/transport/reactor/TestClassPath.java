package dev.atlasrestore.transport.reactor;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.function.Predicate;

/** The class path of the tests, for class loaders that load the library once more. */
final class TestClassPath {

  private TestClassPath() {}

  /**
   * Returns the entries that match.
   *
   * <p>Leaves Netty's native libraries out. When a class loader that has loaded them is collected,
   * they also unregister the native methods of the Netty that the other tests use.
   */
  static URL[] entries(Predicate<String> filter) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.matches(".*-native-(epoll|quic|macos).*"))
        .filter(filter)
        .map(TestClassPath::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return URI.create(new File(entry).toURI().toString()).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
