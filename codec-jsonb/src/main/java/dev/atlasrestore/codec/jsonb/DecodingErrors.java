package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The errors of one document, kept until a caller asks for the job.
 *
 * <p>Only the caller knows whether an error matters: a duplicate member always makes the job
 * unreadable, an unreadable member only if it is required, and an API error ignores both.
 */
final class DecodingErrors {

  /** Protects the memory against arrays of unreadable elements. A job has about 50 members. */
  static final int MAX_UNREADABLE = 100;

  /** The path of the object in its document, with a dot at the end; empty for a whole document. */
  private final String pathPrefix;

  private @Nullable String duplicate;
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private boolean hasTooManyUnreadable;

  /** Creates the errors of a whole document. */
  DecodingErrors() {
    this("");
  }

  /**
   * Creates the errors of a job inside a document. Exceptions name the path within the document,
   * {@link #unreadable()} the path within the job.
   *
   * @param pathPrefix the path of the job, with a dot at the end
   */
  DecodingErrors(String pathPrefix) {
    this.pathPrefix = pathPrefix;
  }

  /** Adds a member that occurs twice. Only the first one is kept. */
  void addDuplicate(String path) {
    if (duplicate == null) {
      duplicate = path;
    }
  }

  /**
   * Adds a member that cannot be read.
   *
   * @param path the path of the member
   * @param problem what is wrong, without the value
   */
  void addUnreadable(String path, String problem) {
    if (unreadable.size() == MAX_UNREADABLE) {
      hasTooManyUnreadable = true;
    } else {
      unreadable.put(path, problem);
    }
  }

  /**
   * Throws if a member occurs twice.
   *
   * @throws DecodingException names the first duplicate
   */
  void throwIfDuplicate() {
    if (duplicate != null) {
      throw new DecodingException(pathPrefix + duplicate, "it occurs twice");
    }
  }

  /**
   * Returns the value of a required member.
   *
   * @throws DecodingException if the value is null; says why
   */
  <T> T required(String member, @Nullable T value) {
    if (value == null) {
      throw new DecodingException(
          pathPrefix + member, unreadable.getOrDefault(member, "it is missing"));
    }
    return value;
  }

  /**
   * Throws if a member is unreadable.
   *
   * @throws DecodingException names the first one
   */
  void throwIfUnreadable() {
    for (Map.Entry<String, String> entry : unreadable.entrySet()) {
      throw new DecodingException(pathPrefix + entry.getKey(), entry.getValue());
    }
  }

  /**
   * Returns the paths of all unreadable members, in document order.
   *
   * @throws DecodingException if there are more than {@value #MAX_UNREADABLE}
   */
  List<String> unreadable() {
    if (hasTooManyUnreadable) {
      throw new DecodingException(
          null, "more than " + MAX_UNREADABLE + " of its members are unreadable");
    }
    return List.copyOf(unreadable.keySet());
  }
}
