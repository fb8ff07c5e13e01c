package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import org.jspecify.annotations.Nullable;

/** Keeps the first error of a part of the document until a caller asks for that part. */
final class DecodingErrors {

  private @Nullable String member;
  private @Nullable String problem;

  /**
   * Adds an error. All errors after the first are ignored.
   *
   * @param member the path of the member; null if the error concerns the document
   * @param problem what is wrong, without the value
   */
  void add(@Nullable String member, String problem) {
    if (this.problem == null) {
      this.member = member;
      this.problem = problem;
    }
  }

  /** Throws the first error, if there is one. */
  void throwFirst() {
    if (problem != null) {
      throw new DecodingException(member, problem);
    }
  }
}
