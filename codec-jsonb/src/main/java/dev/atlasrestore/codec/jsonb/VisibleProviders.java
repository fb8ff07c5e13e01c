package dev.atlasrestore.codec.jsonb;

import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Finds providers through the class loader of this library.
 *
 * <p>The APIs' own lookup begins with the thread's context class loader. That is null on many
 * threads, and in a container it may be another application's; a library gets what was deployed
 * with it, or what its container offers it, only through its own loader.
 */
final class VisibleProviders {

  private static final String YASSON = "org.eclipse.yasson.JsonBindingProvider";
  private static final String PARSSON = "org.eclipse.parsson.JsonProviderImpl";

  private VisibleProviders() {}

  static JsonbBuilder builder() {
    ClassLoader loader = VisibleProviders.class.getClassLoader();
    try {
      JsonbBuilder builder =
          oneOf(ServiceLoader.load(JsonbProvider.class, loader), YASSON)
              .orElseGet(JsonbProvider::provider)
              .create();
      oneOf(ServiceLoader.load(JsonProvider.class, loader), PARSSON)
          .ifPresent(builder::withProvider);
      return builder;
    } catch (JsonbException e) {
      throw new IllegalStateException(
          "No JSON-B provider can be found: add org.eclipse:yasson, or pass a codec of your own",
          e);
    }
  }

  private static <P> Optional<P> oneOf(ServiceLoader<P> providers, String preferred) {
    return providers.stream()
        .filter(provider -> provider.type().getName().equals(preferred))
        .findFirst()
        .or(() -> providers.stream().findFirst())
        .map(ServiceLoader.Provider::get);
  }
}
