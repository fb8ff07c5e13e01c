package dev.atlasrestore.codec.jsonb;

import jakarta.json.stream.JsonParser.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the members of one JSON object, in document order.
 *
 * <p>After each {@link #next()}, call exactly one of the methods that read or skip the value. A
 * reading method returns null in three cases:
 *
 * <ul>
 *   <li>The value is a JSON null.
 *   <li>The value is not what the method reads. The member is then added to the errors as
 *       unreadable, except by the methods whose names begin with {@code lenient}.
 *   <li>The member was read before: its name occurs twice. It is then added to the errors as a
 *       duplicate.
 * </ul>
 */
final class ObjectCursor {

  private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

  private final DepthLimitedParser parser;
  private final @Nullable ObjectCursor parent;
  private final DecodingErrors errors;

  /** A list, because no object has more than 24 known members. */
  private final List<String> knownNames = new ArrayList<>();

  private String name = "";
  private int index = -1;
  private Event event = Event.START_OBJECT;
  private boolean hasUnreadableMember;

  private ObjectCursor(
      DepthLimitedParser parser, @Nullable ObjectCursor parent, DecodingErrors errors) {
    this.parser = parser;
    this.parent = parent;
    this.errors = errors;
  }

  /**
   * Creates a cursor for the object that was just opened. The paths of its members begin with their
   * names.
   *
   * @param errors receives the errors of the object and of the objects inside it
   */
  static ObjectCursor ofDocument(DepthLimitedParser parser, DecodingErrors errors) {
    return new ObjectCursor(parser, null, errors);
  }

  /** Moves to the next member. Returns false at the end of the object. */
  boolean next() {
    if (parser.next() == Event.END_OBJECT) {
      return false;
    }
    name = parser.text();
    index = -1;
    event = parser.next();
    return true;
  }

  /** Returns the name of the current member. */
  String name() {
    return name;
  }

  /** Returns whether the value is a JSON null. Does not consume the value. */
  boolean isNull() {
    return event == Event.VALUE_NULL;
  }

  /** Reads a string. */
  @Nullable String string() {
    return string("it must be a string");
  }

  @Nullable String lenientString() {
    return string(null);
  }

  /** Reads {@code true} or {@code false}. */
  @Nullable Boolean bool() {
    Event expected = event == Event.VALUE_FALSE ? Event.VALUE_FALSE : Event.VALUE_TRUE;
    return accept(expected, "it must be true or false") ? expected == Event.VALUE_TRUE : null;
  }

  /** Reads an ISO 8601 timestamp with an offset. */
  @Nullable Instant instant() {
    String problem = "it must be an ISO 8601 timestamp with Z or an offset";
    if (!accept(Event.VALUE_STRING, problem)) {
      return null;
    }
    Instant instant = Timestamp.parse(parser.text());
    if (instant == null) {
      reportUnreadable(problem);
    }
    return instant;
  }

  /** Reads a whole number that fits into a {@code long}, or a string that holds one. */
  @Nullable Long wholeNumber() {
    return wholeNumber(
        Long.MIN_VALUE, Long.MAX_VALUE, "it must be a whole number of at most 64 bits");
  }

  /** Reads a whole number from 0 to 4294967295, or a string that holds one. */
  @Nullable Long unsignedInt() {
    return wholeNumber(0, MAX_UNSIGNED_INT, "it must be a whole number from 0 to 4294967295");
  }

  @Nullable Long lenientWholeNumber(long min, long max) {
    return wholeNumber(min, max, null);
  }

  /** Enters an object. */
  @Nullable ObjectCursor object() {
    return accept(Event.START_OBJECT, "it must be an object")
        ? new ObjectCursor(parser, this, errors)
        : null;
  }

  /** Reads an object that is a document of its own: its errors and its paths are separate. */
  @Nullable DocumentBuilder lenientDocument() {
    if (!accept(Event.START_OBJECT, null)) {
      return null;
    }
    DecodingErrors ownErrors = new DecodingErrors();
    return DocumentBuilder.read(ofDocument(parser, ownErrors), ownErrors);
  }

  /**
   * Enters an array of objects. Then call {@link #nextElement} or {@link #nextDocument} until it
   * returns null.
   */
  boolean array() {
    return accept(Event.START_ARRAY, "it must be an array");
  }

  /** Enters the next object of the array. Skips nulls. Returns null at the end of the array. */
  @Nullable ObjectCursor nextElement() {
    return moveToNextElement() ? new ObjectCursor(parser, this, errors) : null;
  }

  /**
   * Reads the next object of the array, as a document of its own: its errors and its paths are
   * separate. Skips nulls. Returns null at the end of the array.
   */
  @Nullable DocumentBuilder nextDocument() {
    if (!moveToNextElement()) {
      return null;
    }
    DecodingErrors ownErrors = new DecodingErrors(path() + ".");
    return DocumentBuilder.read(ofDocument(parser, ownErrors), ownErrors);
  }

  private boolean moveToNextElement() {
    while (true) {
      index++;
      event = parser.next();
      if (event == Event.END_ARRAY) {
        return false;
      }
      if (event == Event.START_OBJECT) {
        return true;
      }
      if (event != Event.VALUE_NULL) {
        reportUnreadable("it must be an object");
      }
      parser.skipValue(event);
    }
  }

  /** Reads the strings and the numbers of an array as text. Skips all other elements. */
  List<String> lenientStrings() {
    List<String> strings = new ArrayList<>();
    if (accept(Event.START_ARRAY, null)) {
      for (Event e = parser.next(); e != Event.END_ARRAY; e = parser.next()) {
        boolean isText = e == Event.VALUE_STRING || e == Event.VALUE_NUMBER;
        if (isText && !hasLoneSurrogate(parser.text())) {
          strings.add(parser.text());
        }
        parser.skipValue(e);
      }
    }
    return strings;
  }

  /** Skips the value of an unknown member. The name may occur twice. */
  void skip() {
    parser.skipValue(event);
  }

  /** Adds this object to the errors as unreadable, unless one of its members was added. */
  void reportIncomplete(String problem) {
    if (parent != null && !hasUnreadableMember) {
      parent.reportUnreadable(problem);
    }
  }

  private @Nullable String string(@Nullable String problem) {
    if (!accept(Event.VALUE_STRING, problem)) {
      return null;
    }
    String text = parser.text();
    if (!hasLoneSurrogate(text)) {
      return text;
    }
    if (problem != null) {
      reportUnreadable("it contains half of a surrogate pair");
    }
    return null;
  }

  private @Nullable Long wholeNumber(long min, long max, @Nullable String problem) {
    boolean isString = event == Event.VALUE_STRING;
    if (!accept(isString ? Event.VALUE_STRING : Event.VALUE_NUMBER, problem)) {
      return null;
    }
    Long number =
        isString ? WholeNumber.parseString(parser.text()) : WholeNumber.parse(parser.text());
    if (number == null || number < min || number > max) {
      reportUnreadable(problem);
      return null;
    }
    return number;
  }

  /** Returns whether the value has the expected type and may be used. Otherwise skips it. */
  private boolean accept(Event expected, @Nullable String problem) {
    if (knownNames.contains(name)) {
      errors.addDuplicate(path());
    } else {
      knownNames.add(name);
      if (event == expected) {
        return true;
      }
      if (!isNull()) {
        reportUnreadable(problem);
      }
    }
    parser.skipValue(event);
    return false;
  }

  private void reportUnreadable(@Nullable String problem) {
    if (problem != null) {
      hasUnreadableMember = true;
      errors.addUnreadable(path(), problem);
    }
  }

  private String path() {
    String element = index < 0 ? name : name + "[" + index + "]";
    return parent == null ? element : parent.path() + "." + element;
  }

  /**
   * Returns whether the text contains half of a surrogate pair. JSON can write one as an escape. No
   * charset can encode it, so the text would change as soon as it is written.
   */
  private static boolean hasLoneSurrogate(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return true;
      }
    }
    return false;
  }
}
