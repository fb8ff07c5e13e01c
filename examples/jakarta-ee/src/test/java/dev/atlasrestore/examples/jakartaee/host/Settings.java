package dev.atlasrestore.examples.jakartaee.host;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a host is started with.
 *
 * @param war what to deploy
 * @param keys the application's settings, but for the key
 * @param publicKey given to the process as {@code ATLAS_PUBLIC_KEY}
 * @param privateKey given to the process as {@code ATLAS_PRIVATE_KEY}
 */
public record Settings(Path war, Map<String, String> keys, String publicKey, String privateKey) {

  Map<String, String> environment() {
    return Map.of("ATLAS_PUBLIC_KEY", publicKey, "ATLAS_PRIVATE_KEY", privateKey);
  }
}
