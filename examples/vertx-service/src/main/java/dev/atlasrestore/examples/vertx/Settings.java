package dev.atlasrestore.examples.vertx;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads settings from a JSON object and collects all errors, so that an operator can correct them
 * together. An error names the setting but never its value, which may be the key.
 */
final class Settings {

  private final JsonObject json;
  private final Set<String> knownNames = new TreeSet<>();
  private final List<String> errors = new ArrayList<>();

  Settings(JsonObject json) {
    this.json = json;
  }

  /** Reads a required string. Returns an empty string and records an error if it is missing. */
  String text(String name) {
    return optionalText(name)
        .orElseGet(
            () -> {
              if (json.getValue(name) == null) {
                errors.add(name + " is missing");
              }
              return "";
            });
  }

  /** Reads an optional string. */
  Optional<String> optionalText(String name) {
    knownNames.add(name);
    Object value = json.getValue(name);
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    if (value != null) {
      errors.add(name + " must be a string that is not blank");
    }
    return Optional.empty();
  }

  /** Reads an optional URI. */
  Optional<URI> address(String name) {
    try {
      return optionalText(name).map(URI::create);
    } catch (IllegalArgumentException e) {
      errors.add(name + " must be a URI such as https://opsmanager.example.com:8443");
      return Optional.empty();
    }
  }

  /** Reads the path of a folder. Records an error if the folder does not exist. Blocks. */
  Path folder(String name) {
    try {
      Path folder = Path.of(text(name));
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // The statement below records the error.
    }
    errors.add(name + " must name a folder that exists");
    return Path.of("");
  }

  /** Reads an integer from {@code min} to {@code max}. */
  int number(String name, int min, int max, int defaultValue) {
    knownNames.add(name);
    Object value = json.getValue(name, defaultValue);
    if (value instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    errors.add(name + " must be a whole number from " + min + " to " + max);
    return defaultValue;
  }

  /** Reads a positive ISO 8601 duration such as {@code PT4S}. */
  Duration duration(String name, Duration defaultValue) {
    Optional<String> text = optionalText(name);
    try {
      Duration duration = text.map(Duration::parse).orElse(defaultValue);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The statement below records the error.
    }
    errors.add(name + " must be a positive duration such as PT4S");
    return defaultValue;
  }

  /**
   * Creates an object from settings. Records an error if the factory throws {@code
   * IllegalArgumentException}.
   */
  <T> Optional<T> make(String what, Supplier<T> factory) {
    try {
      return Optional.of(factory.get());
    } catch (IllegalArgumentException e) {
      errors.add(what + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  boolean isValid() {
    return errors.isEmpty();
  }

  void addError(String error) {
    errors.add(error);
  }

  /**
   * Rejects unknown settings and reports all errors.
   *
   * @throws IllegalArgumentException if there is an error; the message lists all of them
   */
  void throwIfInvalid() {
    for (String name : json.fieldNames()) {
      if (!knownNames.contains(name)) {
        errors.add(name + " is not a setting; the settings are " + String.join(", ", knownNames));
      }
    }
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "The configuration is wrong: " + String.join("; ", errors));
    }
  }
}
