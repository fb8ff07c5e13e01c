package dev.atlasrestore.consumers.jakartaee.host;

import java.nio.file.Path;
import java.util.Map;

/**
 * The settings that a host starts with.
 *
 * @param war the war to deploy
 * @param keys the application's settings, without the API key
 * @param publicKey the value of {@code ATLAS_PUBLIC_KEY} in the environment of the process
 * @param privateKey the value of {@code ATLAS_PRIVATE_KEY} in the environment of the process
 */
public record Settings(Path war, Map<String, String> keys, String publicKey, String privateKey) {

  Map<String, String> environment() {
    return Map.of("ATLAS_PUBLIC_KEY", publicKey, "ATLAS_PRIVATE_KEY", privateKey);
  }
}
