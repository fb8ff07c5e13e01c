package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.Reading.job;
import static dev.atlasrestore.codec.jsonb.Reading.minimal;
import static dev.atlasrestore.codec.jsonb.Reading.refused;
import static dev.atlasrestore.codec.jsonb.Reading.refusedMember;
import static dev.atlasrestore.codec.jsonb.Reading.withMember;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.DecodingException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are broken, or that somebody made to break us. */
@Timeout(20)
class HostileDocumentTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t ", "\uFEFF", "\uFEFF  "})
  void anEmptyBodyIsRefused(String body) {
    assertThat(refused(body)).hasMessage("The answer cannot be read: it is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><body>Log in</body></html>", "  <!doctype html>", "<a/>"})
  void htmlIsRefused(String body) {
    assertThat(refused(body)).hasMessageContaining("it is HTML or XML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "[]", "[{}]", "\"text\"", "1", "-1e5", "OK", "\0", "}"})
  void aDocumentThatIsNoObjectIsRefused(String body) {
    assertThat(refused(body)).hasMessage("The answer cannot be read: it is no JSON object");
    assertThat(refused(" " + body).member()).isEmpty();
  }

  @Test
  void anArrayAroundAJobIsRefused() {
    assertThat(refusedMember("[" + minimal() + "]")).isNull();
  }

  @Test
  void aByteOrderMarkIsTolerated() {
    assertThat(job("\uFEFF" + minimal())).isEqualTo(job(minimal()));
  }

  @Test
  void aSecondByteOrderMarkIsRefused() {
    assertThat(refusedMember("\uFEFF\uFEFF" + minimal())).isNull();
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] body = JobShapes.FINISHED_SHARD.getBytes(UTF_8);
    for (int length = 0; length < body.length; length++) {
      assertThat(refused(Arrays.copyOf(body, length)).member()).as("at " + length).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x", "}", "]", ",", ":", "{", "[", "\"", "{}", "[]", "null", "1", " x", "\n{}", ",{}", "\0",
        "\u00a0", "\uFEFF", "/**/", "//", "]}{[", "\\"
      })
  void whatFollowsTheObjectIsRefused(String rest) {
    assertThat(refusedMember(minimal() + rest)).isNull();
    assertThat(refusedMember("{\"status\":200,\"content\":" + minimal() + "}" + rest)).isNull();
    assertThat(refusedMember(minimal("\"x\":\"}\\\"}\"") + rest)).isNull();
  }

  @Test
  void twoDocumentsAreRefused() {
    assertThat(refused(minimal() + minimal()))
        .hasMessage("The answer cannot be read: something follows the JSON object");
    assertThat(refusedMember(minimal() + "\n" + minimal())).isNull();
  }

  @Test
  void whiteSpaceMayFollow() {
    assertThat(job(minimal() + " \t\r\n ".repeat(5000))).isEqualTo(job(minimal()));
  }

  /** Parsson reads blocks of 4096 characters; the end must be found wherever it lies in one. */
  @ParameterizedTest
  @ValueSource(ints = {4096, 8192})
  void theEndIsFoundAtEveryPlaceOfAParsersBlock(int block) {
    String escapes = "é\\n\\u00e9}".repeat(100);
    int others = minimal("\"x\":\"" + escapes + "\"").length();
    for (int length = block - 40; length < block + 40; length++) {
      String json = minimal("\"x\":\"" + escapes + "y".repeat(length - others) + "\"");
      assertThat(json).hasSize(length);
      assertThat(job(json)).isEqualTo(job(minimal()));
      assertThat(refusedMember(json + "}")).isNull();
      assertThat(refusedMember(" ".repeat(100) + json + "    {}")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\":01",
        "\"x\":+1",
        "\"x\":1.",
        "\"x\":.5",
        "\"x\":1e",
        "\"x\":-",
        "\"x\":0x1",
        "\"x\":NaN",
        "\"x\":-Infinity",
        "\"x\":tru",
        "\"x\":True",
        "\"x\":nul",
        "\"x\":nullx",
        "\"x\":'y'",
        "\"x\":undefined",
        "'x':1",
        "x:1",
        "1:1",
        "null:1",
        "\"x\"",
        "\"x\":",
        "\"x\" 1",
        "\"x\"::1",
        "\"x\":1,",
        ",",
        "\"x\":[1,]",
        "\"x\":[,1]",
        "\"x\":[1 2]",
        "\"x\":{\"y\":1,}",
        "\"x\":{,}",
        "\"x\":[}",
        "\"x\":{]",
        "\"x\":\"\\x\"",
        "\"x\":\"\\u12g4\"",
        "\"x\":\"\\u12\"",
        "\"x\":\"\\\"",
        "\"x\":\"\n\"",
        "\"x\":\"\t\"",
        "\"x\":\"\0\"",
        "\"x\":\"\u001f\"",
        "\"x\ny\":1",
        "/* */\"x\":1",
        "\"x\":1//",
        "\"x\":\u00a01",
        "\0",
        "\"x\":{\"a\" \"b\"}",
        "\"x\":{1}",
        "\"x\":[1:2]",
        "\"x\":[\"a\":2]"
      })
  void whatIsNotJsonIsRefusedEvenInUnknownMembers(String member) {
    assertThat(refusedMember(minimal(member))).isNull();
    assertThat(refusedMember(minimal("\"delivery\":{" + member + "}"))).isNull();
    assertThat(refusedMember(minimal("\"unknown\":{" + member + "}"))).isNull();
  }

  @Test
  void malformedUtf8IsRefusedAndNotReplaced() {
    List<byte[]> malformed =
        List.of(
            bytes(0x80),
            bytes(0xff),
            bytes(0xc3),
            bytes(0xc0, 0x80),
            bytes(0xe2, 0x82),
            bytes(0xed, 0xa0, 0x80),
            bytes(0xf4, 0x90, 0x80, 0x80),
            bytes(0xf0, 0x9f, 0x98));
    for (byte[] bad : malformed) {
      byte[] body =
          withMember("clusterName", "\"" + new String(bad, ISO_8859_1) + "\"").getBytes(ISO_8859_1);
      assertThat(refused(body)).hasMessage("The answer cannot be read: it is not UTF-8");
      byte[] unknown =
          minimal("\"x\":\"" + new String(bad, ISO_8859_1) + "\"").getBytes(ISO_8859_1);
      assertThat(refused(unknown).member()).isEmpty();
    }
    assertThat(refused(minimal().getBytes(UTF_16)).member()).isEmpty();
  }

  @Test
  void malformedUtf8FarBehindIsFound() {
    byte[] body = minimal("\"x\":\"" + "\uFFFD".repeat(10_000) + "?\"").getBytes(UTF_8);
    assertThat(Reading.CODEC.read(body).job()).isEqualTo(job(minimal()));
    body[body.length - 3] = (byte) 0x80;
    assertThat(refused(body)).hasMessage("The answer cannot be read: it is not UTF-8");
  }

  @Test
  void aReplacementCharacterThatWasSentIsRead() {
    assertThat(job(withMember("clusterName", "\"\uFFFD\"")).clusterName()).contains("\uFFFD");
  }

  @Test
  void textBeyondAsciiIsRead() {
    assertThat(job(withMember("clusterName", "\"Клÿстер €😀\"")).clusterName())
        .contains("Клÿстер €😀");
  }

  @Test
  void escapedControlCharactersAreRead() {
    assertThat(job(withMember("clusterName", "\"\\u0000\\n\\u001f\\/\\\\\\\"\"")).clusterName())
        .contains("\0\n\u001f/\\\"");
  }

  @Test
  void nestingIsBounded() {
    assertThat(job(minimal("\"x\":" + nested("[", "", "]", 63)))).isEqualTo(job(minimal()));
    assertThat(job(minimal("\"x\":" + nested("{\"a\":", "1", "}", 63)))).isEqualTo(job(minimal()));
    assertThat(refused(minimal("\"x\":" + nested("[", "", "]", 64))))
        .hasMessageContaining("nest deeper than 64");
    assertThat(refused(minimal("\"x\":" + nested("{\"a\":", "1", "}", 64))))
        .hasMessageContaining("nest deeper than 64");
    assertThat(job(minimal("\"x\":[" + "[[]],".repeat(1000) + "1]"))).isEqualTo(job(minimal()));
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
  void aHundredThousandLevelsAreRefusedWhereverTheyAre(String path) {
    for (String value :
        List.of(
            nested("[", "", "]", 100_000),
            nested("{\"a\":", "1", "}", 100_000),
            nested("[{\"content\":", "1", "}]", 50_000),
            "[".repeat(100_000),
            "{\"delivery\":".repeat(100_000))) {
      assertThat(refused(withMember(path, value)))
          .hasMessage("The answer cannot be read: objects and arrays nest deeper than 64 levels");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"delivery.expirationHours", "delivery.maxDownloads", "timestamp.increment"})
  void aNumberOfAMillionDigitsIsRefusedByName(String path) {
    String digits = "7".repeat(1_000_000);
    for (String number :
        List.of(digits, "-" + digits, "0." + digits, "1e" + digits, "1." + "0".repeat(1_000_000))) {
      assertThat(refusedMember(withMember(path, number))).isEqualTo(path);
    }
    assertThat(refusedMember(withMember(path, "\"" + digits + "\""))).isEqualTo(path);
  }

  @Test
  void aNumberOfAMillionDigitsInAnUnknownMemberIsSkipped() {
    String digits = "7".repeat(1_000_000);
    for (String number : List.of(digits, "-0." + digits, "1e" + digits, "1e-" + digits)) {
      assertThat(job(minimal("\"x\":" + number, "\"error\":" + number))).isEqualTo(job(minimal()));
    }
  }

  @Test
  void aMillionDigitsAsStatusAreRefusedByName() {
    String json = "{\"content\":{},\"status\":" + "2".repeat(1_000_000) + "}";
    assertThat(refusedMember(json)).isEqualTo("status");
    assertThat(Reading.read(json).envelopeStatus()).isEmpty();
  }

  @Test
  void aTimestampOfAMillionCharactersIsRefusedByName() {
    String text = "2026-05-04T03:02:01." + "0".repeat(1_000_000) + "Z";
    assertThat(refusedMember(withMember("created", "\"" + text + "\""))).isEqualTo("created");
  }

  @Test
  void aHundredThousandUnknownNamesAreSkipped() {
    StringBuilder names = new StringBuilder("\"y\":0");
    for (int i = 0; i < 100_000; i++) {
      names.append(",\"x").append(i).append("\":").append(i);
    }
    assertThat(job(minimal(names.toString()))).isEqualTo(job(minimal()));
    assertThat(refused(minimal(names + ",\"x77777\":1")))
        .hasMessage("The answer cannot be read: one of its names occurs twice");
  }

  /** "Aa" and "BB" have one hash. */
  @Test
  void aHundredThousandNamesOfOneHashAreSkipped() {
    StringBuilder names = new StringBuilder("\"y\":0");
    for (int i = 0; i < 1 << 17; i++) {
      names.append(",\"");
      for (int bit = 0; bit < 17; bit++) {
        names.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
      }
      names.append("\":0");
    }
    assertThat(job(minimal(names.toString()))).isEqualTo(job(minimal()));
  }

  @Test
  void aMillionElementsAreRead() {
    assertThat(job(minimal("\"links\":[{}" + ",{}".repeat(999_999) + "]")).links())
        .hasSize(1_000_000);
    assertThat(job(minimal("\"hashes\":[null" + ",null".repeat(999_999) + "]")).hashes()).isEmpty();
    assertThat(refusedMember(minimal("\"links\":[{}" + ",1".repeat(999_999) + "]")))
        .isEqualTo("links[1]");
  }

  @Test
  void refusalsOfDocumentsNameNoMember() {
    DecodingException refusal = refused(minimal().replace("}", ""));
    assertThat(refusal.member()).isEmpty();
    assertThat(refusal.status()).isEmpty();
    assertThat(refusal).hasMessage("The answer cannot be read: it is not well-formed JSON");
  }

  private static String nested(String open, String core, String close, int depth) {
    return open.repeat(depth) + core + close.repeat(depth);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
