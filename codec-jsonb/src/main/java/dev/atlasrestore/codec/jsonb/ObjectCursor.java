package dev.atlasrestore.codec.jsonb;

import jakarta.json.stream.JsonParser.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the members of one JSON object, in document order.
 *
 * <p>After each {@link #next()}, call exactly one of the methods that read or skip the value. A
 * reading method returns null in three cases:
 *
 * <ul>
 *   <li>The value is a JSON null.
 *   <li>The value is not what the method reads. This adds an error, except in the methods whose
 *       names begin with {@code lenient}.
 *   <li>The name occurred before in this object. This always adds an error.
 * </ul>
 */
final class ObjectCursor {

  private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

  private final DepthLimitedParser parser;
  private final @Nullable ObjectCursor parent;
  private final DecodingErrors valueErrors;
  private final DecodingErrors nameErrors;
  private final Set<String> names = new HashSet<>();

  private String name = "";
  private int index = -1;
  private boolean isDuplicate;
  private Event event = Event.START_OBJECT;

  private ObjectCursor(
      DepthLimitedParser parser,
      @Nullable ObjectCursor parent,
      DecodingErrors valueErrors,
      DecodingErrors nameErrors) {
    this.parser = parser;
    this.parent = parent;
    this.valueErrors = valueErrors;
    this.nameErrors = nameErrors;
  }

  /**
   * Creates a cursor for the object that was just opened. The paths of its members begin with their
   * names.
   *
   * @param valueErrors receives errors of values
   * @param nameErrors receives names that occur twice
   */
  static ObjectCursor ofDocument(
      DepthLimitedParser parser, DecodingErrors valueErrors, DecodingErrors nameErrors) {
    return new ObjectCursor(parser, null, valueErrors, nameErrors);
  }

  /** Moves to the next member. Returns false at the end of the object. */
  boolean next() {
    if (parser.next() == Event.END_OBJECT) {
      return false;
    }
    name = parser.text();
    index = -1;
    isDuplicate = !names.add(name);
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
      valueErrors.add(path(), problem);
    }
    return instant;
  }

  /** Reads a whole number that fits into a {@code long}. */
  @Nullable Long wholeNumber() {
    return wholeNumber("it must be a whole number of at most 64 bits");
  }

  @Nullable Long lenientWholeNumber() {
    return wholeNumber(null);
  }

  /** Reads a number from 0 to 4294967295, or a string that holds one. */
  @Nullable Long unsignedInt() {
    String problem = "it must be a whole number from 0 to 4294967295";
    boolean isString = event == Event.VALUE_STRING;
    if (!accept(isString ? Event.VALUE_STRING : Event.VALUE_NUMBER, problem)) {
      return null;
    }
    Long number =
        isString ? WholeNumber.parseDigits(parser.text()) : WholeNumber.parse(parser.text());
    if (number == null || number < 0 || number > MAX_UNSIGNED_INT) {
      valueErrors.add(path(), problem);
      return null;
    }
    return number;
  }

  /** Enters an object. */
  @Nullable ObjectCursor object() {
    return accept(Event.START_OBJECT, "it must be an object")
        ? new ObjectCursor(parser, this, valueErrors, nameErrors)
        : null;
  }

  /** Enters an object that is a document of its own: its errors and its paths are separate. */
  @Nullable ObjectCursor lenientDocument(DecodingErrors errors) {
    return accept(Event.START_OBJECT, null) ? ofDocument(parser, errors, errors) : null;
  }

  /** Enters an array of objects. Then call {@link #nextElement()} until it returns null. */
  boolean array() {
    return accept(Event.START_ARRAY, "it must be an array");
  }

  /** Enters the next object of the array. Skips nulls. Returns null at the end of the array. */
  @Nullable ObjectCursor nextElement() {
    while (true) {
      index++;
      event = parser.next();
      if (event == Event.END_ARRAY) {
        return null;
      }
      if (event == Event.START_OBJECT) {
        return new ObjectCursor(parser, this, valueErrors, nameErrors);
      }
      if (event != Event.VALUE_NULL) {
        valueErrors.add(path(), "it must be an object");
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

  /** Skips the value of an unknown member. */
  void skip() {
    if (isDuplicate) {
      // An unknown name is text of the body, so the error names the enclosing object.
      nameErrors.add(parent == null ? null : parent.path(), "one of its names occurs twice");
    }
    parser.skipValue(event);
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
      valueErrors.add(path(), "it contains half of a surrogate pair");
    }
    return null;
  }

  private @Nullable Long wholeNumber(@Nullable String problem) {
    if (!accept(Event.VALUE_NUMBER, problem)) {
      return null;
    }
    Long number = WholeNumber.parse(parser.text());
    if (number == null && problem != null) {
      valueErrors.add(path(), problem);
    }
    return number;
  }

  /** Returns whether the value has the expected type and may be used. Otherwise skips it. */
  private boolean accept(Event expected, @Nullable String problem) {
    if (event == expected && !isDuplicate) {
      return true;
    }
    if (isDuplicate) {
      nameErrors.add(path(), "it occurs twice");
    } else if (problem != null && !isNull()) {
      valueErrors.add(path(), problem);
    }
    parser.skipValue(event);
    return false;
  }

  private String path() {
    String element = index < 0 ? name : name + "[" + index + "]";
    return parent == null ? element : parent.path() + "." + element;
  }

  /**
   * Returns whether the text contains half of a surrogate pair. JSON can write one as an escape
   * such as {@code D800}, but UTF-8 and UTF-16 cannot encode it, so the text would change later.
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
