package dev.atlasrestore.codec.jsonb;

import jakarta.json.stream.JsonParser.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, one after the other, each seen as it was sent.
 *
 * <p>After {@link #next()}, exactly one of the other methods takes the value. It is null if it is
 * null in the document. It is null too if it is not what was asked for; then that is noted as a
 * fault, except by the methods that end in {@code IfAny}. And it is null if the name had occurred
 * before, which is always noted.
 */
final class Members {

  private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

  private final Tokens tokens;
  private final @Nullable Members parent;
  private final Faults faults;
  private final Faults repeats;
  private final Names names = new Names();

  private String name = "";
  private int index = -1;
  private boolean repeated;
  private Event event = Event.START_OBJECT;

  private Members(Tokens tokens, @Nullable Members parent, Faults faults, Faults repeats) {
    this.tokens = tokens;
    this.parent = parent;
    this.faults = faults;
    this.repeats = repeats;
  }

  /**
   * The members of the object that was just opened; their paths begin with their names.
   *
   * @param faults takes what is wrong with values
   * @param repeats takes names that occur twice
   */
  static Members of(Tokens tokens, Faults faults, Faults repeats) {
    return new Members(tokens, null, faults, repeats);
  }

  /** Goes to the next member; false at the end of the object. */
  boolean next() {
    if (tokens.next() == Event.END_OBJECT) {
      return false;
    }
    name = tokens.text();
    index = -1;
    repeated = !names.add(name);
    event = tokens.next();
    return true;
  }

  String name() {
    return name;
  }

  /** Whether the value is null; does not take it. */
  boolean isNull() {
    return event == Event.VALUE_NULL;
  }

  @Nullable String text() {
    return text("it must be text");
  }

  @Nullable String textIfAny() {
    return text(null);
  }

  @Nullable Boolean flag() {
    Event wanted = event == Event.VALUE_FALSE ? Event.VALUE_FALSE : Event.VALUE_TRUE;
    return is(wanted, "it must be true or false") ? wanted == Event.VALUE_TRUE : null;
  }

  /** A timestamp with an offset. */
  @Nullable Instant instant() {
    String problem = "it must be an ISO 8601 timestamp with Z or an offset";
    if (!is(Event.VALUE_STRING, problem)) {
      return null;
    }
    Instant instant = Timestamp.parse(tokens.text());
    if (instant == null) {
      faults.add(path(), problem);
    }
    return instant;
  }

  /** A whole number that fits into a {@code long}. */
  @Nullable Long whole() {
    return whole("it must be a whole number of at most 64 bits");
  }

  @Nullable Long wholeIfAny() {
    return whole(null);
  }

  /** A number from 0 to 4294967295, or the text of one. */
  @Nullable Long unsignedInt() {
    String problem = "it must be a whole number from 0 to 4294967295";
    boolean isText = event == Event.VALUE_STRING;
    if (!is(isText ? Event.VALUE_STRING : Event.VALUE_NUMBER, problem)) {
      return null;
    }
    String text = tokens.text();
    Long number = isText ? WholeNumber.ofDigits(text) : WholeNumber.of(text);
    if (number == null || number < 0 || number > MAX_UNSIGNED_INT) {
      faults.add(path(), problem);
      return null;
    }
    return number;
  }

  /** The members of an object. */
  @Nullable Members object() {
    return is(Event.START_OBJECT, "it must be an object")
        ? new Members(tokens, this, faults, repeats)
        : null;
  }

  /** The members of an object that is a document of its own, with faults and paths of its own. */
  @Nullable Members documentIfAny(Faults ownFaults) {
    return is(Event.START_OBJECT, null) ? of(tokens, ownFaults, ownFaults) : null;
  }

  /** Enters an array of objects, which {@link #nextElement()} then goes through to its end. */
  boolean array() {
    return is(Event.START_ARRAY, "it must be an array");
  }

  /**
   * The members of the array's next object; null at its end. Passes over elements that are null.
   */
  @Nullable Members nextElement() {
    while (true) {
      index++;
      event = tokens.next();
      if (event == Event.END_ARRAY) {
        return null;
      }
      if (event == Event.START_OBJECT) {
        return new Members(tokens, this, faults, repeats);
      }
      if (event != Event.VALUE_NULL) {
        faults.add(path(), "it must be an object");
      }
      tokens.skip(event);
    }
  }

  /** The texts of an array, and its numbers as text; anything else in it is left out. */
  List<String> textsIfAny() {
    List<String> texts = new ArrayList<>();
    if (is(Event.START_ARRAY, null)) {
      for (Event e = tokens.next(); e != Event.END_ARRAY; e = tokens.next()) {
        boolean isText = e == Event.VALUE_STRING || e == Event.VALUE_NUMBER;
        if (isText && !Surrogates.hasHalf(tokens.text())) {
          texts.add(tokens.text());
        }
        tokens.skip(e);
      }
    }
    return texts;
  }

  /** Passes over the value of an unknown member. */
  void skip() {
    if (repeated) {
      // The name is the body's own word, so only say where it stands.
      repeats.add(parent == null ? null : parent.path(), "one of its names occurs twice");
    }
    tokens.skip(event);
  }

  private @Nullable String text(@Nullable String problem) {
    if (!is(Event.VALUE_STRING, problem)) {
      return null;
    }
    String text = tokens.text();
    if (!Surrogates.hasHalf(text)) {
      return text;
    }
    if (problem != null) {
      faults.add(path(), "it holds half of a surrogate pair");
    }
    return null;
  }

  private @Nullable Long whole(@Nullable String problem) {
    if (!is(Event.VALUE_NUMBER, problem)) {
      return null;
    }
    Long number = WholeNumber.of(tokens.text());
    if (number == null && problem != null) {
      faults.add(path(), problem);
    }
    return number;
  }

  /** Whether the value can be taken as what is wanted; if not, it is passed over. */
  private boolean is(Event wanted, @Nullable String problem) {
    if (event == wanted && !repeated) {
      return true;
    }
    if (repeated) {
      repeats.add(path(), "it occurs twice");
    } else if (problem != null && !isNull()) {
      faults.add(path(), problem);
    }
    tokens.skip(event);
    return false;
  }

  private String path() {
    String here = index < 0 ? name : name + "[" + index + "]";
    return parent == null ? here : parent.path() + "." + here;
  }
}
