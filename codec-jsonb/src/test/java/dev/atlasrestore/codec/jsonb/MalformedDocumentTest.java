package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.decodingError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.memberInError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
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

/** Tests malformed and malicious documents. */
@Timeout(20)
class MalformedDocumentTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t ", "\uFEFF", "\uFEFF  "})
  void emptyBodyIsAnError(String body) {
    assertThat(decodingError(body)).hasMessageEndingWith("cannot be read: it is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><body>Log in</body></html>", "  <!doctype html>", "<a/>"})
  void htmlIsAnError(String body) {
    assertThat(decodingError(body)).hasMessageContaining("it is HTML or XML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "[]", "[{}]", "\"text\"", "1", "-1e5", "OK", "\0", "}"})
  void documentThatIsNotAnObjectIsAnError(String body) {
    assertThat(decodingError(body)).hasMessageEndingWith("cannot be read: it is not a JSON object");
    assertThat(decodingError(" " + body).member()).isEmpty();
  }

  @Test
  void arrayThatContainsAJobIsAnError() {
    assertThat(memberInError("[" + minimalJob() + "]")).isNull();
  }

  @Test
  void byteOrderMarkIsIgnored() {
    assertThat(decodeJob("\uFEFF" + minimalJob())).isEqualTo(decodeJob(minimalJob()));
  }

  @Test
  void secondByteOrderMarkIsAnError() {
    assertThat(memberInError("\uFEFF\uFEFF" + minimalJob())).isNull();
  }

  @Test
  void everyTruncatedDocumentIsAnError() {
    byte[] body = JobDocuments.FINISHED_SHARD.getBytes(UTF_8);
    for (int length = 0; length < body.length; length++) {
      assertThat(decodingError(Arrays.copyOf(body, length)).member()).as("at " + length).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x", "}", "]", ",", ":", "{", "[", "\"", "{}", "[]", "null", "1", " x", "\n{}", ",{}", "\0",
        "\u00a0", "\uFEFF", "/**/", "//", "]}{[", "\\"
      })
  void textAfterTheObjectIsAnError(String rest) {
    assertThat(memberInError(minimalJob() + rest)).isNull();
    assertThat(memberInError("{\"status\":200,\"content\":" + minimalJob() + "}" + rest)).isNull();
    assertThat(memberInError(minimalJob("\"x\":\"}\\\"}\"") + rest)).isNull();
  }

  @Test
  void twoDocumentsAreAnError() {
    assertThat(decodingError(minimalJob() + minimalJob()))
        .hasMessageEndingWith("cannot be read: there is text after the JSON object");
    assertThat(memberInError(minimalJob() + "\n" + minimalJob())).isNull();
  }

  @Test
  void whiteSpaceAfterTheObjectIsAllowed() {
    assertThat(decodeJob(minimalJob() + " \t\r\n ".repeat(5000)))
        .isEqualTo(decodeJob(minimalJob()));
  }

  /** Parsson reads blocks of 4096 characters. The end may be anywhere in a block. */
  @ParameterizedTest
  @ValueSource(ints = {4096, 8192})
  void endOfTheObjectIsFoundAtEveryPositionInAParserBlock(int block) {
    String escapes = "é\\n\\u00e9}".repeat(100);
    int others = minimalJob("\"x\":\"" + escapes + "\"").length();
    for (int length = block - 40; length < block + 40; length++) {
      String json = minimalJob("\"x\":\"" + escapes + "y".repeat(length - others) + "\"");
      assertThat(json).hasSize(length);
      assertThat(decodeJob(json)).isEqualTo(decodeJob(minimalJob()));
      assertThat(memberInError(json + "}")).isNull();
      assertThat(memberInError(" ".repeat(100) + json + "    {}")).isNull();
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
  void invalidJsonIsAnErrorEvenInUnknownMembers(String member) {
    assertThat(memberInError(minimalJob(member))).isNull();
    assertThat(memberInError(minimalJob("\"delivery\":{" + member + "}"))).isNull();
    assertThat(memberInError(minimalJob("\"unknown\":{" + member + "}"))).isNull();
  }

  @Test
  void malformedUtf8IsAnError() {
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
          jobWith("clusterName", "\"" + new String(bad, ISO_8859_1) + "\"").getBytes(ISO_8859_1);
      assertThat(decodingError(body)).hasMessageEndingWith("cannot be read: it is not UTF-8");
      byte[] unknown =
          minimalJob("\"x\":\"" + new String(bad, ISO_8859_1) + "\"").getBytes(ISO_8859_1);
      assertThat(decodingError(unknown).member()).isEmpty();
    }
    assertThat(decodingError(minimalJob().getBytes(UTF_16)).member()).isEmpty();
  }

  @Test
  void malformedUtf8NearTheEndIsAnError() {
    byte[] body = minimalJob("\"x\":\"" + "\uFFFD".repeat(10_000) + "?\"").getBytes(UTF_8);
    assertThat(CodecFixture.CODEC.read(body).job()).isEqualTo(decodeJob(minimalJob()));
    body[body.length - 3] = (byte) 0x80;
    assertThat(decodingError(body)).hasMessageEndingWith("cannot be read: it is not UTF-8");
  }

  @Test
  void validReplacementCharacterIsDecoded() {
    assertThat(decodeJob(jobWith("clusterName", "\"\uFFFD\"")).clusterName()).contains("\uFFFD");
  }

  @Test
  void nonAsciiTextIsDecoded() {
    assertThat(decodeJob(jobWith("clusterName", "\"Клÿстер €😀\"")).clusterName())
        .contains("Клÿстер €😀");
  }

  @Test
  void escapedControlCharactersAreDecoded() {
    assertThat(decodeJob(jobWith("clusterName", "\"\\u0000\\n\\u001f\\/\\\\\\\"\"")).clusterName())
        .contains("\0\n\u001f/\\\"");
  }

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
  void numberOfAMillionDigitsIsAnErrorThatNamesTheMember(String path) {
    String digits = "7".repeat(1_000_000);
    for (String number :
        List.of(digits, "-" + digits, "0." + digits, "1e" + digits, "1." + "0".repeat(1_000_000))) {
      assertThat(memberInError(jobWith(path, number))).isEqualTo(path);
    }
    assertThat(memberInError(jobWith(path, "\"" + digits + "\""))).isEqualTo(path);
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
  void timestampOfAMillionCharactersIsAnErrorThatNamesTheMember() {
    String text = "2026-05-04T03:02:01." + "0".repeat(1_000_000) + "Z";
    assertThat(memberInError(jobWith("created", "\"" + text + "\""))).isEqualTo("created");
  }

  @Test
  void manyUnknownNamesAreIgnored() {
    StringBuilder names = new StringBuilder("\"y\":0");
    for (int i = 0; i < 100_000; i++) {
      names.append(",\"x").append(i).append("\":").append(i);
    }
    assertThat(decodeJob(minimalJob(names.toString()))).isEqualTo(decodeJob(minimalJob()));
    assertThat(decodingError(minimalJob(names + ",\"x77777\":1")))
        .hasMessageEndingWith("cannot be read: one of its names occurs twice");
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
    assertThat(memberInError(minimalJob("\"links\":[{}" + ",1".repeat(999_999) + "]")))
        .isEqualTo("links[1]");
  }

  @Test
  void errorOfTheWholeDocumentNamesNoMember() {
    DecodingException error = decodingError(minimalJob().replace("}", ""));
    assertThat(error.member()).isEmpty();
    assertThat(error.status()).isEmpty();
    assertThat(error).hasMessageEndingWith("cannot be read: it is not well-formed JSON");
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
