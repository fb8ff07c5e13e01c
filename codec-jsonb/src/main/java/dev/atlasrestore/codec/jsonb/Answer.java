package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A whole document, perhaps an envelope: {@code {"status": 200, "content": {…}}}, where {@code
 * content} may be called {@code envelope}, in any order. Holds nothing of the body's text but
 * values.
 *
 * <p>Whether it is one is known only at its end, so both the document and what may be its content
 * are read. It is an envelope if {@code status} is not null and {@code content} is there, even as
 * null; or if {@code status} is null and {@code content} is an object. What else an envelope holds
 * does not matter. A {@code content} without {@code status}, and a {@code status} without {@code
 * content}, are unknown members of a plain document.
 */
final class Answer implements RestoreJobCodec.Document {

  private static final int NO_STATUS = 0;

  private final Faults faults = new Faults();
  private final Faults outerFaults = new Faults();
  private final JobOrError outer = new JobOrError(outerFaults);

  private boolean hasStatus;
  private boolean isStatusNull = true;
  private int status = NO_STATUS;
  private @Nullable String contentName;
  private int contents;
  private @Nullable JobOrError inner;
  private long end = -1;

  private Answer() {}

  /** Reads the document to the end of its object. */
  static Answer read(Tokens tokens) {
    Answer answer = new Answer();
    Members members = Members.of(tokens, answer.outerFaults, answer.faults);
    while (members.next()) {
      switch (members.name()) {
        case "status" -> answer.takeStatus(members);
        case "content", "envelope" -> answer.takeContent(members);
        default -> answer.outer.take(members);
      }
    }
    return answer;
  }

  private void takeStatus(Members members) {
    hasStatus = true;
    isStatusNull = members.isNull();
    Long number = members.wholeIfAny();
    status = number != null && number >= 100 && number <= 599 ? number.intValue() : NO_STATUS;
  }

  private void takeContent(Members members) {
    contentName = members.name();
    contents += members.isNull() ? 0 : 1;
    Faults innerFaults = new Faults();
    Members inside = members.documentIfAny(innerFaults);
    if (inside == null) {
      return;
    }
    JobOrError content = new JobOrError(innerFaults);
    while (inside.next()) {
      content.take(inside);
    }
    if (inner == null) {
      inner = content;
    }
  }

  /** Notes where in its text the object ended, as the parser counts; -1 if it does not know. */
  void endsAt(long offset) {
    end = offset;
  }

  /** The offset of the first character behind the object; -1 if the parser does not know. */
  long end() {
    return end;
  }

  @Override
  public OptionalInt envelopeStatus() {
    return isEnvelope() && status != NO_STATUS ? OptionalInt.of(status) : OptionalInt.empty();
  }

  @Override
  public RestoreJob job() {
    faults.throwFirst();
    if (!isEnvelope()) {
      return outer.job();
    }
    if (status == NO_STATUS) {
      throw new DecodingException("status", "it must be a whole number from 100 to 599");
    }
    if (contents > 1) {
      throw new DecodingException(contentName, "content and envelope stand side by side");
    }
    if (inner == null) {
      throw new DecodingException(contentName, "it must be an object");
    }
    return inner.job();
  }

  @Override
  public ApiError error() {
    if (!isEnvelope()) {
      return outer.error();
    }
    return inner == null ? ApiError.NONE : inner.error();
  }

  private boolean isEnvelope() {
    return hasStatus && (isStatusNull ? inner != null : contentName != null);
  }
}
