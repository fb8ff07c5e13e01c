package dev.atlasrestore.codec.jsonb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The codec under test, short ways to call it, and minimal documents to call it with. */
final class CodecFixture {

  static final JsonbRestoreJobCodec CODEC = new JsonbRestoreJobCodec();

  private static final String[] REQUIRED_MEMBERS = {
    "\"id\":\"6a1f00c2e4b0d1a2b3c4d501\"",
    "\"groupId\":\"6a1f00c2e4b0d1a2b3c4d5aa\"",
    "\"created\":\"2026-05-04T03:02:01Z\"",
    "\"statusName\":\"IN_PROGRESS\""
  };

  private CodecFixture() {}

  static Document decode(String json) {
    return CODEC.read(json.getBytes(StandardCharsets.UTF_8));
  }

  static RestoreJob decodeJob(String json) {
    return decode(json).job();
  }

  /** Decodes a body that is not a job. Returns the exception, after checks that hold for all. */
  static DecodingException decodingError(String json) {
    return decodingError(json.getBytes(StandardCharsets.UTF_8));
  }

  static DecodingException decodingError(byte[] body) {
    DecodingException error =
        catchThrowableOfType(DecodingException.class, () -> CODEC.read(body).job());
    assertThat(error).as("DecodingException").isNotNull();
    assertThat(error).hasNoCause().hasNoSuppressedExceptions();
    return error;
  }

  /** Returns the path of the member that the exception names; null if it concerns the document. */
  static String memberInError(String json) {
    return decodingError(json).member().orElse(null);
  }

  static RestoreJob withUnreadable(RestoreJob job, String... paths) {
    return job.toBuilder().unreadable(List.of(paths)).build();
  }

  /**
   * Returns a job with the required members.
   *
   * @param others further members, each written as {@code "name":value}
   */
  static String minimalJob(String... others) {
    StringBuilder json = new StringBuilder("{").append(String.join(",", REQUIRED_MEMBERS));
    for (String other : others) {
      json.append(',').append(other);
    }
    return json.append('}').toString();
  }

  /**
   * Returns a job with the required members and one more, or with another value of a required one.
   *
   * @param path the path as exceptions show it: {@code id}, {@code delivery.url}, {@code
   *     hashes[0].hash}
   * @param value the value as JSON
   */
  static String jobWith(String path, String value) {
    int dot = path.indexOf('.');
    if (dot >= 0) {
      String inner = "{\"" + path.substring(dot + 1) + "\":" + value + "}";
      String owner = path.substring(0, dot);
      return owner.endsWith("[0]")
          ? jobWith(owner.substring(0, owner.length() - 3), "[" + inner + "]")
          : jobWith(owner, inner);
    }
    StringBuilder json = new StringBuilder("{\"").append(path).append("\":").append(value);
    for (String member : REQUIRED_MEMBERS) {
      if (!member.startsWith("\"" + path + "\"")) {
        json.append(',').append(member);
      }
    }
    return json.append('}').toString();
  }
}
