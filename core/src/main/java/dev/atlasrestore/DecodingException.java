package dev.atlasrestore;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A good answer whose body cannot be read as a restore job. Names the JSON member where there is
 * one, and never shows the body.
 */
public final class DecodingException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<String> member;
  private final transient OptionalInt status;

  /**
   * Makes the exception a codec throws: it knows the body, but no status and no call.
   *
   * @param member the path of the JSON member, for example {@code delivery.expires}; null for the
   *     document as a whole
   * @param problem what is wrong with it, without its value
   */
  public DecodingException(@Nullable String member, String problem) {
    this(
        (member == null ? "The answer" : "The answer's member " + member)
            + " cannot be read: "
            + problem,
        Optional.ofNullable(member),
        OptionalInt.empty(),
        CallStats.NONE);
  }

  /**
   * Makes the exception a call ends with.
   *
   * @param message one sentence for people; does not show the body
   * @param member the path of the JSON member, if there is one
   * @param status the HTTP status of the answer
   * @param stats what the call had cost
   */
  public DecodingException(
      String message, Optional<String> member, OptionalInt status, CallStats stats) {
    super(message, null, stats);
    this.member = Objects.requireNonNull(member, "member");
    this.status = Objects.requireNonNull(status, "status");
  }

  /**
   * The path of the JSON member that cannot be read, for example {@code delivery.expires}; empty
   * for the document.
   */
  public Optional<String> member() {
    return member;
  }

  /** The HTTP status of the answer, once a call knows it. */
  public OptionalInt status() {
    return status;
  }
}
