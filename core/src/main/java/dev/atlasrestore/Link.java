package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A link to a related resource. Never send credentials to it: the service has sent links to foreign
 * hosts ({@code http://localhost:8080/…}).
 *
 * @param rel the relation of the resource to the job; {@code self} is the job itself
 * @param href the address of the resource, as the service sent it
 */
public record Link(Optional<String> rel, Optional<String> href) implements Serializable {

  /** Keeps the values as the service sent them. */
  public Link {
    Objects.requireNonNull(rel, "rel");
    Objects.requireNonNull(href, "href");
  }

  private Object writeReplace() {
    return new SerializedForm(rel.orElse(null), href.orElse(null));
  }

  /** The parts without {@link Optional}, which is not serializable. */
  private record SerializedForm(@Nullable String rel, @Nullable String href)
      implements Serializable {

    private Object readResolve() {
      return new Link(Optional.ofNullable(rel), Optional.ofNullable(href));
    }
  }
}
