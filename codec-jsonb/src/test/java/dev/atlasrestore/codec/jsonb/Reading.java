package dev.atlasrestore.codec.jsonb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import java.nio.charset.StandardCharsets;

/** What the tests do with the codec, and the smallest documents they do it to. */
final class Reading {

  static final JsonbRestoreJobCodec CODEC = new JsonbRestoreJobCodec();

  private static final String[] MANDATORY = {
    "\"id\":\"6a1f00c2e4b0d1a2b3c4d501\"",
    "\"groupId\":\"6a1f00c2e4b0d1a2b3c4d5aa\"",
    "\"created\":\"2026-05-04T03:02:01Z\"",
    "\"statusName\":\"IN_PROGRESS\""
  };

  private Reading() {}

  static Document read(String json) {
    return CODEC.read(json.getBytes(StandardCharsets.UTF_8));
  }

  static RestoreJob job(String json) {
    return read(json).job();
  }

  /** Reads what cannot be read as a job; checks what is true of every refusal. */
  static DecodingException refused(String json) {
    return refused(json.getBytes(StandardCharsets.UTF_8));
  }

  static DecodingException refused(byte[] body) {
    DecodingException refusal =
        catchThrowableOfType(DecodingException.class, () -> CODEC.read(body).job());
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal).hasNoCause().hasNoSuppressedExceptions();
    return refusal;
  }

  /** The path of the member that a refusal names; null if it speaks of the document. */
  static String refusedMember(String json) {
    return refused(json).member().orElse(null);
  }

  /** A job of the mandatory members alone, and these, each written as {@code "name":value}. */
  static String minimal(String... others) {
    StringBuilder json = new StringBuilder("{").append(String.join(",", MANDATORY));
    for (String other : others) {
      json.append(',').append(other);
    }
    return json.append('}').toString();
  }

  /**
   * A minimal job in which the member of a path has a value, in place of its usual one if it is
   * mandatory.
   *
   * @param path as refusals show it: {@code id}, {@code delivery.url}, {@code hashes[0].hash}
   */
  static String withMember(String path, String value) {
    int dot = path.indexOf('.');
    if (dot >= 0) {
      String inner = "{\"" + path.substring(dot + 1) + "\":" + value + "}";
      String owner = path.substring(0, dot);
      return owner.endsWith("[0]")
          ? withMember(owner.substring(0, owner.length() - 3), "[" + inner + "]")
          : withMember(owner, inner);
    }
    StringBuilder json = new StringBuilder("{\"").append(path).append("\":").append(value);
    for (String member : MANDATORY) {
      if (!member.startsWith("\"" + path + "\"")) {
        json.append(',').append(member);
      }
    }
    return json.append('}').toString();
  }
}
