package dev.atlasrestore.examples.jakartaee;

import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads settings through MicroProfile Config, from each source that the server or the application
 * adds.
 *
 * <p>Only this class uses the API of MicroProfile Config, because some platforms do not provide it.
 * It uses the API only in method bodies, because servers that scan an application's classes report
 * unknown types in fields and signatures.
 */
final class MicroProfileKeys {

  private MicroProfileKeys() {}

  /**
   * Checks that the platform provides MicroProfile Config.
   *
   * @throws NoClassDefFoundError if it does not
   */
  static void require() {
    ConfigProvider.getConfig(MicroProfileKeys.class.getClassLoader());
  }

  static Optional<String> value(String key) {
    return ConfigProvider.getConfig(MicroProfileKeys.class.getClassLoader())
        .getOptionalValue(key, String.class);
  }
}
