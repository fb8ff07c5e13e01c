package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checksum of the downloadable file. The service sends it only after the file was downloaded
 * once.
 *
 * @param typeName the algorithm, {@code SHA1}
 * @param fileName the name of the file, which is the last path segment of the download link
 * @param hash the checksum in hexadecimal digits
 */
public record FileHash(Optional<String> typeName, Optional<String> fileName, Optional<String> hash)
    implements Serializable {

  /** Keeps the values as the service sent them. */
  public FileHash {
    Objects.requireNonNull(typeName, "typeName");
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(hash, "hash");
  }

  private Object writeReplace() {
    return new SerializedForm(typeName.orElse(null), fileName.orElse(null), hash.orElse(null));
  }

  /** The parts without {@link Optional}, which is not serializable. */
  private record SerializedForm(
      @Nullable String typeName, @Nullable String fileName, @Nullable String hash)
      implements Serializable {

    private Object readResolve() {
      return new FileHash(
          Optional.ofNullable(typeName), Optional.ofNullable(fileName), Optional.ofNullable(hash));
    }
  }
}
