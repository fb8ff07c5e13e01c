package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A response body that was read to the end of its JSON object.
 *
 * <p>The object may be an envelope: {@code {"status": 200, "content": {…}}}. The second member may
 * be called {@code envelope} instead of {@code content}, and the order of the members is free. So
 * only the end of the object decides whether it is an envelope. Until then both the outer object
 * and its possible content are collected.
 *
 * <p>The object is an envelope in two cases:
 *
 * <ul>
 *   <li>{@code status} is not null, and {@code content} is present, even if it is null.
 *   <li>{@code status} is null, and {@code content} is an object.
 * </ul>
 *
 * <p>All other members of an envelope are ignored. {@code content} without {@code status}, and
 * {@code status} without {@code content}, are unknown members of a plain document.
 */
final class ParsedDocument implements RestoreJobCodec.Document {

  private static final int NO_STATUS = 0;

  private final DecodingErrors outerErrors = new DecodingErrors();
  private final DocumentBuilder outer = new DocumentBuilder(outerErrors);

  private boolean hasStatus;
  private boolean isStatusNull = true;
  private int status = NO_STATUS;
  private @Nullable String contentName;
  private int nonNullContents;
  private @Nullable DocumentBuilder inner;
  private long endOffset = -1;

  private ParsedDocument() {}

  /** Reads the document to the end of its object. */
  static ParsedDocument read(DepthLimitedParser parser) {
    ParsedDocument document = new ParsedDocument();
    ObjectCursor cursor = ObjectCursor.ofDocument(parser, document.outerErrors);
    while (cursor.next()) {
      switch (cursor.name()) {
        case "status" -> document.readStatus(cursor);
        case "content", "envelope" -> document.readContent(cursor);
        default -> document.outer.readMember(cursor);
      }
    }
    return document;
  }

  private void readStatus(ObjectCursor cursor) {
    hasStatus = true;
    isStatusNull = cursor.isNull();
    Long number = cursor.lenientWholeNumber(100, 599);
    status = number == null ? NO_STATUS : number.intValue();
  }

  private void readContent(ObjectCursor cursor) {
    contentName = cursor.name();
    nonNullContents += cursor.isNull() ? 0 : 1;
    DocumentBuilder content = cursor.lenientDocument();
    if (inner == null) {
      inner = content;
    }
  }

  /** Sets the offset of the first character after the object; -1 if the parser does not know it. */
  void setEndOffset(long offset) {
    endOffset = offset;
  }

  /** Returns the offset of the first character after the object; -1 if it is not known. */
  long endOffset() {
    return endOffset;
  }

  @Override
  public OptionalInt envelopeStatus() {
    return isEnvelope() && status != NO_STATUS ? OptionalInt.of(status) : OptionalInt.empty();
  }

  @Override
  public RestoreJob job() {
    return content().job();
  }

  @Override
  public RestoreJobCodec.Page page() {
    return content().page();
  }

  /**
   * Returns the document itself or the content of the envelope.
   *
   * @throws DecodingException if the envelope is not readable
   */
  private DocumentBuilder content() {
    outerErrors.throwIfDuplicate();
    if (!isEnvelope()) {
      return outer;
    }
    if (status == NO_STATUS) {
      throw new DecodingException("status", "it must be a whole number from 100 to 599");
    }
    if (nonNullContents > 1) {
      throw new DecodingException(contentName, "content and envelope must not occur together");
    }
    if (inner == null) {
      throw new DecodingException(contentName, "it must be an object");
    }
    return inner;
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
