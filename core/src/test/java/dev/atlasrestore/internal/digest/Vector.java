package dev.atlasrestore.internal.digest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code digest-vectors.json}, which holds published and recorded examples of digest.
 */
record Vector(JsonObject json) {

  static List<Vector> all() {
    try (InputStream in = Vector.class.getResourceAsStream("/digest-vectors.json");
        JsonReader reader = Json.createReader(in)) {
      return reader.readArray().getValuesAs(Vector::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String source() {
    return json.getString("source");
  }

  String kind() {
    return json.getString("kind");
  }

  String text(String name) {
    return json.getString(name);
  }

  /** Returns a text; empty if it is null or missing. */
  Optional<String> optional(String name) {
    return json.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  /** Returns the values of a header field, one for each line; none if it is null or missing. */
  List<String> fields(String name) {
    return json.containsKey(name) && !json.isNull(name)
        ? json.getJsonArray(name).getValuesAs(JsonString::getString)
        : List.of();
  }

  /** Returns the texts of an object by name. */
  Map<String, String> params(String name) {
    return params(json.getJsonObject(name));
  }

  private static Map<String, String> params(JsonObject object) {
    Map<String, String> params = new LinkedHashMap<>();
    object.keySet().forEach(name -> params.put(name, object.getString(name)));
    return params;
  }

  List<AuthChallenge> expectedChallenges() {
    return json.getJsonArray("expectedChallenges").getValuesAs(JsonValue::asJsonObject).stream()
        .map(
            challenge ->
                new AuthChallenge(
                    challenge.getString("scheme"),
                    params(challenge.getJsonObject("params")),
                    challenge.isNull("token68")
                        ? Optional.empty()
                        : Optional.of(challenge.getString("token68"))))
        .toList();
  }

  @Override
  public String toString() {
    return source();
  }
}
