package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.DecodingException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a part of the document, kept until somebody asks for that part. */
final class Faults {

  private @Nullable String member;
  private @Nullable String problem;

  /**
   * Notes a fault; the first one counts.
   *
   * @param member the path of the member, null for the document
   * @param problem what is wrong, without the value
   */
  void add(@Nullable String member, String problem) {
    if (this.problem == null) {
      this.member = member;
      this.problem = problem;
    }
  }

  /** Throws what was noted first, if anything was. */
  void throwFirst() {
    if (problem != null) {
      throw new DecodingException(member, problem);
    }
  }
}
