package dev.atlasrestore.examples.vertx;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads settings out of a JSON object and collects all that is wrong with them, so that an operator
 * mends them in one go. What a setting is can be said, its value never: it may be the key.
 */
final class Settings {

  private final JsonObject json;
  private final Set<String> known = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  Settings(JsonObject json) {
    this.json = json;
  }

  /** A text that must be there; empty if it is not. */
  String text(String name) {
    return optionalText(name)
        .orElseGet(
            () -> {
              if (json.getValue(name) == null) {
                faults.add(name + " is missing");
              }
              return "";
            });
  }

  /** A text, if there is one. */
  Optional<String> optionalText(String name) {
    known.add(name);
    Object value = json.getValue(name);
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    if (value != null) {
      faults.add(name + " must be a text that is not blank");
    }
    return Optional.empty();
  }

  /** An address, if there is one. */
  Optional<URI> address(String name) {
    try {
      return optionalText(name).map(URI::create);
    } catch (IllegalArgumentException e) {
      faults.add(name + " must be an address such as https://opsmanager.example.com:8443");
      return Optional.empty();
    }
  }

  /** A whole number within these bounds. */
  int number(String name, int min, int max, int otherwise) {
    known.add(name);
    Object value = json.getValue(name, otherwise);
    if (value instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    faults.add(name + " must be a whole number from " + min + " to " + max);
    return otherwise;
  }

  /** A time as ISO 8601 writes it: {@code PT4S}. */
  Duration duration(String name, Duration otherwise) {
    Optional<String> text = optionalText(name);
    try {
      Duration duration = text.map(Duration::parse).orElse(otherwise);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    faults.add(name + " must be a time such as PT4S");
    return otherwise;
  }

  /** Makes something of what was read; what is refused is one more fault. */
  <T> Optional<T> make(String what, Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      faults.add(what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  boolean isSound() {
    return faults.isEmpty();
  }

  void fault(String fault) {
    faults.add(fault);
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException if anything is wrong; says all of it
   */
  void done() {
    for (String name : json.fieldNames()) {
      if (!known.contains(name)) {
        faults.add(name + " is no setting; there are " + String.join(", ", known));
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "The configuration is wrong: " + String.join("; ", faults));
    }
  }
}
