package dev.atlasrestore;

import java.util.Objects;
import java.util.Optional;

/**
 * Checksum of a downloaded file. The service sends it only after the file was downloaded once.
 *
 * @param typeName the algorithm, {@code SHA1}
 * @param fileName the last path segment of the download link
 * @param hash the checksum in hexadecimal digits
 */
public record FileHash(
    Optional<String> typeName, Optional<String> fileName, Optional<String> hash) {

  /** Takes the parts as the service sent them. */
  public FileHash {
    Objects.requireNonNull(typeName, "typeName");
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(hash, "hash");
  }
}
