package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decode;
import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.memberInError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.withUnreadable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests envelopes such as {@code {"status": 200, "content": {…}}}, and similar documents. */
class EnvelopeTest {

  private static final String ERROR =
      "{\"errorCode\":\"GROUP_NOT_FOUND\",\"detail\":\"No such group.\"}";

  @Test
  void envelopedJobEqualsThePlainJob() {
    for (String json :
        List.of(
            "{\"status\":200,\"content\":" + JobDocuments.FINISHED_SHARD + "}",
            "{\"content\":" + JobDocuments.FINISHED_SHARD + ",\"status\":200}",
            "{\"status\":200,\"envelope\":" + JobDocuments.FINISHED_SHARD + "}",
            "{\"envelope\":" + JobDocuments.FINISHED_SHARD + ",\"x\":[],\"status\":200}",
            "{\"status\":\"200\",\"content\":" + JobDocuments.FINISHED_SHARD + "}",
            "{\"status\":2e2,\"content\":null,\"envelope\":" + JobDocuments.FINISHED_SHARD + "}")) {
      Document document = decode(json);
      assertThat(document.envelopeStatus()).as(json).hasValue(200);
      assertThat(document.job()).isEqualTo(decodeJob(JobDocuments.FINISHED_SHARD));
    }
  }

  @Test
  void envelopedErrorEqualsThePlainError() {
    Document document = decode("{\"content\":" + ERROR + ",\"status\":404}");
    assertThat(document.envelopeStatus()).hasValue(404);
    assertThat(document.error()).isEqualTo(ApiError.of("GROUP_NOT_FOUND", "No such group."));
    assertThat(memberInError("{\"content\":" + ERROR + ",\"status\":404}")).isEqualTo("id");
  }

  @Test
  void membersOutsideTheContentAreIgnored() {
    String json =
        "{\"status\":200,\"id\":5,\"links\":\"x\",\"timestamp\":\"now\",\"errorCode\":\"OUTSIDE\","
            + "\"groupId\":\"outside\",\"content\":"
            + minimalJob()
            + "}";
    assertThat(decodeJob(json)).isEqualTo(decodeJob(minimalJob()));
    assertThat(decode(json).error()).isEqualTo(ApiError.NONE);
    assertThat(memberInError("{\"status\":200,\"content\":{}," + minimalJob().substring(1)))
        .isEqualTo("id");
  }

  @Test
  void pathsAreTheSameWithAndWithoutEnvelope() {
    assertThat(memberInError("{\"status\":200,\"content\":" + jobWith("created", "7") + "}"))
        .isEqualTo("created");
    String content = minimalJob("\"delivery\":{\"expires\":7}", "\"links\":[0]");
    assertThat(decodeJob("{\"content\":" + content + ",\"status\":200}"))
        .isEqualTo(
            withUnreadable(
                decodeJob(minimalJob("\"delivery\":{}")), "delivery.expires", "links[0]"));
  }

  @Test
  void statusOrContentAloneIsNotAnEnvelope() {
    for (String other :
        List.of(
            "\"status\":404",
            "\"content\":{\"id\":7,\"id\":8}",
            "\"envelope\":[1]",
            "\"content\":1",
            "\"content\":\"text\",\"envelope\":{}",
            "\"status\":null,\"content\":\"text\"",
            "\"status\":null,\"content\":null")) {
      Document document = decode(minimalJob(other));
      assertThat(document.envelopeStatus()).as(other).isEmpty();
      assertThat(document.job()).as(other).isEqualTo(decodeJob(minimalJob()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "99",
        "600",
        "-200",
        "200.5",
        "\"99\"",
        "\"200.0\"",
        "\"OK\"",
        "true",
        "{}",
        "[200]",
        "1e999999999"
      })
  void invalidStatusIsAnErrorThatNamesStatus(String status) {
    for (String content : List.of("content", "envelope")) {
      String json = "{\"status\":" + status + ",\"" + content + "\":" + minimalJob() + "}";
      assertThat(decode(json).envelopeStatus()).isEqualTo(OptionalInt.empty());
      assertThat(memberInError(json)).isEqualTo("status");
    }
    String error = "{\"status\":" + status + ",\"content\":" + ERROR + "}";
    assertThat(decode(error).error().errorCode()).contains("GROUP_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "\"text\"", "[]", "[{}]"})
  void contentThatIsNotAnObjectIsAnErrorAndKeepsTheStatus(String content) {
    for (String name : List.of("content", "envelope")) {
      String json = "{\"" + name + "\":" + content + ",\"status\":404}";
      Document document = decode(json);
      assertThat(document.envelopeStatus()).hasValue(404);
      assertThat(document.error()).isEqualTo(ApiError.NONE);
      assertThat(memberInError(json)).isEqualTo(name);
    }
  }

  @Test
  void contentTogetherWithEnvelopeIsAnError() {
    String json = "{\"status\":404,\"content\":" + ERROR + ",\"envelope\":" + minimalJob() + "}";
    assertThat(decode(json).envelopeStatus()).hasValue(404);
    assertThat(decode(json).error().errorCode()).contains("GROUP_NOT_FOUND");
    assertThat(memberInError(json)).isEqualTo("envelope");
    assertThat(memberInError("{\"status\":200,\"envelope\":{},\"content\":\"x\"}"))
        .isEqualTo("content");
  }

  @Test
  void duplicateMemberOfAnEnvelopeIsAnErrorThatNamesIt() {
    String content = "\"content\":" + minimalJob();
    assertThat(memberInError("{\"status\":200," + content + "," + content + "}"))
        .isEqualTo("content");
    assertThat(memberInError("{\"status\":200," + content + ",\"id\":\"x\",\"id\":\"y\"}"))
        .isEqualTo("id");
    String twice = "{\"status\":200,\"status\":404," + content + "}";
    assertThat(memberInError(twice)).isEqualTo("status");
    assertThat(decode(twice).envelopeStatus()).isEmpty();
  }

  @Test
  void envelopeInsideAnEnvelopeIsNotOpened() {
    String inner = "{\"status\":404,\"content\":" + minimalJob() + "}";
    assertThat(memberInError("{\"status\":200,\"content\":" + inner + "}")).isEqualTo("id");
    assertThat(decode("{\"status\":200,\"content\":" + inner + "}").envelopeStatus()).hasValue(200);
  }
}
