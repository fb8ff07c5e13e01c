package dev.atlasrestore.codec.jsonb;

import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Finds the JSON-B and JSON-P providers through the class loader of this library.
 *
 * <p>The lookup of the two APIs starts with the thread's context class loader. That loader is null
 * on many threads, and in a container it may belong to another application. The loader of this
 * library always sees the providers that were deployed with it or that its container offers.
 */
final class ProviderLookup {

  private static final String YASSON = "org.eclipse.yasson.JsonBindingProvider";
  private static final String PARSSON = "org.eclipse.parsson.JsonProviderImpl";

  private ProviderLookup() {}

  /**
   * Returns a new builder of the preferred provider.
   *
   * @throws IllegalStateException if no JSON-B provider is found
   */
  static JsonbBuilder newBuilder() {
    ClassLoader loader = ProviderLookup.class.getClassLoader();
    try {
      JsonbBuilder builder =
          find(ServiceLoader.load(JsonbProvider.class, loader), YASSON)
              .orElseGet(JsonbProvider::provider)
              .create();
      find(ServiceLoader.load(JsonProvider.class, loader), PARSSON)
          .ifPresent(builder::withProvider);
      return builder;
    } catch (JsonbException e) {
      throw new IllegalStateException(
          "No JSON-B provider was found. Add org.eclipse:yasson, or pass another RestoreJobCodec.",
          e);
    }
  }

  /** Returns the provider with the preferred class name, or else the first one. */
  private static <P> Optional<P> find(ServiceLoader<P> providers, String preferredClass) {
    return providers.stream()
        .filter(provider -> provider.type().getName().equals(preferredClass))
        .findFirst()
        .or(() -> providers.stream().findFirst())
        .map(ServiceLoader.Provider::get);
  }
}
