package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.decodingError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.memberInError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests malicious documents: deep nesting, long numbers, and many members or elements. */
@Timeout(20)
class DocumentLimitsTest {

  @Test
  void nestingIsLimitedTo64Levels() {
    assertThat(decodeJob(minimalJob("\"x\":" + nested("[", "", "]", 63))))
        .isEqualTo(decodeJob(minimalJob()));
    assertThat(decodeJob(minimalJob("\"x\":" + nested("{\"a\":", "1", "}", 63))))
        .isEqualTo(decodeJob(minimalJob()));
    assertThat(decodingError(minimalJob("\"x\":" + nested("[", "", "]", 64))))
        .hasMessageContaining("nest deeper than 64");
    assertThat(decodingError(minimalJob("\"x\":" + nested("{\"a\":", "1", "}", 64))))
        .hasMessageContaining("nest deeper than 64");
    assertThat(decodeJob(minimalJob("\"x\":[" + "[[]],".repeat(1000) + "1]")))
        .isEqualTo(decodeJob(minimalJob()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "id",
        "created",
        "pointInTime",
        "timestamp",
        "timestamp.date",
        "timestamp.increment",
        "delivery",
        "delivery.x",
        "delivery.url",
        "hashes",
        "hashes[0].hash",
        "hashes[0].x",
        "links",
        "links[0].rel",
        "parameters",
        "detail",
        "status",
        "content",
        "envelope"
      })
  void nestingOf100000LevelsIsAnErrorInEveryMember(String path) {
    for (String value :
        List.of(
            nested("[", "", "]", 100_000),
            nested("{\"a\":", "1", "}", 100_000),
            nested("[{\"content\":", "1", "}]", 50_000),
            "[".repeat(100_000),
            "{\"delivery\":".repeat(100_000))) {
      assertThat(decodingError(jobWith(path, value)))
          .hasMessageEndingWith("cannot be read: objects and arrays nest deeper than 64 levels");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"delivery.expirationHours", "delivery.maxDownloads", "timestamp.increment"})
  void numberOfAMillionDigitsIsUnreadable(String path) {
    String digits = "7".repeat(1_000_000);
    for (String number :
        List.of(
            digits,
            "-" + digits,
            "0." + digits,
            "1e" + digits,
            "1." + "0".repeat(1_000_000),
            "\"" + digits + "\"")) {
      assertThat(decodeJob(jobWith(path, number)).unreadable()).containsExactly(path);
    }
  }

  @Test
  void numberOfAMillionDigitsInAnUnknownMemberIsIgnored() {
    String digits = "7".repeat(1_000_000);
    for (String number : List.of(digits, "-0." + digits, "1e" + digits, "1e-" + digits)) {
      assertThat(decodeJob(minimalJob("\"x\":" + number, "\"error\":" + number)))
          .isEqualTo(decodeJob(minimalJob()));
    }
  }

  @Test
  void envelopeStatusOfAMillionDigitsIsAnError() {
    String json = "{\"content\":{},\"status\":" + "2".repeat(1_000_000) + "}";
    assertThat(memberInError(json)).isEqualTo("status");
    assertThat(CodecFixture.decode(json).envelopeStatus()).isEmpty();
  }

  @Test
  void timestampOfAMillionCharactersCannotBeRead() {
    String text = "2026-05-04T03:02:01." + "0".repeat(1_000_000) + "Z";
    assertThat(memberInError(jobWith("created", "\"" + text + "\""))).isEqualTo("created");
    assertThat(decodeJob(jobWith("delivery.expires", "\"" + text + "\"")).unreadable())
        .containsExactly("delivery.expires");
  }

  @Test
  void manyUnknownNamesAreIgnored() {
    StringBuilder names = new StringBuilder("\"y\":0");
    for (int i = 0; i < 100_000; i++) {
      names.append(",\"x").append(i).append("\":").append(i);
    }
    assertThat(decodeJob(minimalJob(names.toString()))).isEqualTo(decodeJob(minimalJob()));
    assertThat(decodeJob(minimalJob(names + ",\"x77777\":1"))).isEqualTo(decodeJob(minimalJob()));
  }

  /** The strings "Aa" and "BB" have the same hash code. */
  @Test
  void manyUnknownNamesWithTheSameHashCodeAreIgnored() {
    StringBuilder names = new StringBuilder("\"y\":0");
    for (int i = 0; i < 1 << 17; i++) {
      names.append(",\"");
      for (int bit = 0; bit < 17; bit++) {
        names.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
      }
      names.append("\":0");
    }
    assertThat(decodeJob(minimalJob(names.toString()))).isEqualTo(decodeJob(minimalJob()));
  }

  @Test
  void millionElementsAreDecoded() {
    assertThat(decodeJob(minimalJob("\"links\":[{}" + ",{}".repeat(999_999) + "]")).links())
        .hasSize(1_000_000);
    assertThat(decodeJob(minimalJob("\"hashes\":[null" + ",null".repeat(999_999) + "]")).hashes())
        .isEmpty();
  }

  @Test
  void atMost100UnreadableMembersAreReported() {
    assertThat(decodeJob(minimalJob("\"links\":[{}" + ",1".repeat(100) + "]")).unreadable())
        .hasSize(100)
        .startsWith("links[1]", "links[2]")
        .endsWith("links[100]");
    for (int count : new int[] {101, 1_000_000}) {
      String json = minimalJob("\"links\":[{}" + ",1".repeat(count) + "]");
      assertThat(decodingError(json).member()).isEmpty();
      assertThat(decodingError(json))
          .hasMessageEndingWith("cannot be read: more than 100 of its members are unreadable");
    }
  }

  private static String nested(String open, String core, String close, int depth) {
    return open.repeat(depth) + core + close.repeat(depth);
  }
}
