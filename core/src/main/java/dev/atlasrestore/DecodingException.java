package dev.atlasrestore;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A successful response has a body that is not a readable restore job. Names the JSON member, if
 * one is the cause. Never shows the body.
 */
public final class DecodingException extends AtlasException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String member;
  private final @Nullable Integer status;

  /**
   * Creates the exception that a codec throws. A codec knows neither the status nor the call.
   *
   * @param member the path of the JSON member, for example {@code delivery.expires}; null for the
   *     whole document
   * @param problem what is wrong with it, without its value
   */
  public DecodingException(@Nullable String member, String problem) {
    this(
        "The response"
            + (member == null ? "" : " has a member " + member + " that")
            + " cannot be read: "
            + problem,
        Optional.ofNullable(member),
        OptionalInt.empty(),
        CallStats.NONE);
  }

  /**
   * Creates the exception that a call ends with.
   *
   * @param message one sentence for people, without the response body
   * @param member the path of the JSON member; empty for the whole document
   * @param status the HTTP status of the response
   * @param stats the cost of the call
   */
  public DecodingException(
      String message, Optional<String> member, OptionalInt status, CallStats stats) {
    super(message, null, stats);
    this.member = member.orElse(null);
    this.status = status.isPresent() ? status.getAsInt() : null;
  }

  /**
   * The path of the JSON member that cannot be read, for example {@code delivery.expires}; empty
   * for the whole document.
   */
  public Optional<String> member() {
    return Optional.ofNullable(member);
  }

  /** The HTTP status of the response; empty if a codec was used without a call. */
  public OptionalInt status() {
    return status == null ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
