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

/** Tests documents that are not well-formed. */
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
  void errorOfTheWholeDocumentNamesNoMember() {
    DecodingException error = decodingError(minimalJob().replace("}", ""));
    assertThat(error.member()).isEmpty();
    assertThat(error.status()).isEmpty();
    assertThat(error).hasMessageEndingWith("cannot be read: it is not well-formed JSON");
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
