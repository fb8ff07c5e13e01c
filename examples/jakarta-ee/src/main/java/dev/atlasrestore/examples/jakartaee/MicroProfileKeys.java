package dev.atlasrestore.examples.jakartaee;

import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Settings by MicroProfile Config: every source that the server or the application adds.
 *
 * <p>The one class that needs its API, which not every platform has; and only in the bodies of its
 * methods, as servers that look through an application's classes complain of unknown types in
 * fields and signatures.
 */
final class MicroProfileKeys {

  private MicroProfileKeys() {}

  /**
   * Does nothing where the platform has it.
   *
   * @throws NoClassDefFoundError elsewhere
   */
  static void require() {
    ConfigProvider.getConfig(MicroProfileKeys.class.getClassLoader());
  }

  static Optional<String> value(String key) {
    return ConfigProvider.getConfig(MicroProfileKeys.class.getClassLoader())
        .getOptionalValue(key, String.class);
  }
}
