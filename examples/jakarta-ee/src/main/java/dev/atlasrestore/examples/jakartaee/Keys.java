package dev.atlasrestore.examples.jakartaee;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where settings are looked up. */
@FunctionalInterface
interface Keys {

  /** The value of this key, if there is one. */
  Optional<String> value(String key);

  /**
   * MicroProfile Config where the platform has it. Elsewhere system properties and, behind them,
   * the environment by the same rules, so that a deployment looks alike everywhere.
   */
  static Keys ofPlatform() {
    try {
      MicroProfileKeys.require();
      return MicroProfileKeys::value;
    } catch (NoClassDefFoundError absent) {
      return of(System::getProperty, System.getenv());
    }
  }

  /** A property by its name, else the variable {@code ATLAS_PUBLIC_KEY} for atlas.public-key. */
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
