package dev.atlasrestore;

import java.util.Objects;
import java.util.Optional;

/**
 * A related resource. A link is information, never an address for credentials: the service has sent
 * links to wrong hosts ({@code http://localhost:8080/…}).
 *
 * @param rel what the link leads to, {@code self} for the job itself
 * @param href where it leads, as the service sent it
 */
public record Link(Optional<String> rel, Optional<String> href) {

  /** Takes the parts as the service sent them. */
  public Link {
    Objects.requireNonNull(rel, "rel");
    Objects.requireNonNull(href, "href");
  }
}
