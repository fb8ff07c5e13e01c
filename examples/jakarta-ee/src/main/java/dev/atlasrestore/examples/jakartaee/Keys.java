package dev.atlasrestore.examples.jakartaee;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Looks up settings by key. */
@FunctionalInterface
interface Keys {

  /** Returns the value of this key, or an empty {@code Optional} if it is not set. */
  Optional<String> value(String key);

  /**
   * Returns the settings of the platform. Uses MicroProfile Config if the platform provides it.
   * Otherwise uses the system properties, and then the environment with the naming rules of
   * MicroProfile Config. So a deployment uses the same settings on every platform.
   */
  static Keys ofPlatform() {
    try {
      MicroProfileKeys.require();
      return MicroProfileKeys::value;
    } catch (NoClassDefFoundError absent) {
      return of(System::getProperty, System.getenv());
    }
  }

  /**
   * Reads the property with this name, or else the variable with the matching name, for example
   * {@code ATLAS_PUBLIC_KEY} for {@code atlas.public-key}.
   */
  static Keys of(UnaryOperator<String> properties, Map<String, String> environment) {
    return key ->
        Optional.ofNullable(properties.apply(key))
            .or(() -> Optional.ofNullable(environment.get(variable(key))))
            .filter(value -> !value.isBlank());
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
