package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.Reading.job;
import static dev.atlasrestore.codec.jsonb.Reading.minimal;
import static dev.atlasrestore.codec.jsonb.Reading.read;
import static dev.atlasrestore.codec.jsonb.Reading.refusedMember;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code {"status": 200, "content": {…}}} and what looks like it. */
class EnvelopeTest {

  private static final String ERROR =
      "{\"errorCode\":\"GROUP_NOT_FOUND\",\"detail\":\"No such group.\"}";

  @Test
  void anEnvelopedJobIsReadAsWithoutEnvelope() {
    for (String json :
        List.of(
            "{\"status\":200,\"content\":" + JobShapes.FINISHED_SHARD + "}",
            "{\"content\":" + JobShapes.FINISHED_SHARD + ",\"status\":200}",
            "{\"status\":200,\"envelope\":" + JobShapes.FINISHED_SHARD + "}",
            "{\"envelope\":" + JobShapes.FINISHED_SHARD + ",\"x\":[],\"status\":200}",
            "{\"status\":2e2,\"content\":null,\"envelope\":" + JobShapes.FINISHED_SHARD + "}")) {
      Document document = read(json);
      assertThat(document.envelopeStatus()).as(json).hasValue(200);
      assertThat(document.job()).isEqualTo(job(JobShapes.FINISHED_SHARD));
    }
  }

  @Test
  void anEnvelopedErrorIsReadAsWithoutEnvelope() {
    Document document = read("{\"content\":" + ERROR + ",\"status\":404}");
    assertThat(document.envelopeStatus()).hasValue(404);
    assertThat(document.error()).isEqualTo(ApiError.of("GROUP_NOT_FOUND", "No such group."));
    assertThat(refusedMember("{\"content\":" + ERROR + ",\"status\":404}")).isEqualTo("id");
  }

  @Test
  void onlyWhatIsInsideCounts() {
    String json =
        "{\"status\":200,\"id\":5,\"links\":\"x\",\"timestamp\":\"now\",\"errorCode\":\"OUTSIDE\","
            + "\"groupId\":\"outside\",\"content\":"
            + minimal()
            + "}";
    assertThat(job(json)).isEqualTo(job(minimal()));
    assertThat(read(json).error()).isEqualTo(ApiError.NONE);
    assertThat(refusedMember("{\"status\":200,\"content\":{}," + minimal().substring(1)))
        .isEqualTo("id");
  }

  @Test
  void faultsInsideAreNamedAsWithoutEnvelope() {
    String json = Reading.withMember("delivery.expires", "7");
    assertThat(refusedMember("{\"status\":200,\"content\":" + json + "}"))
        .isEqualTo("delivery.expires");
  }

  @Test
  void aStatusOrAContentAloneIsNoEnvelope() {
    for (String other :
        List.of(
            "\"status\":404",
            "\"content\":{\"id\":7,\"id\":8}",
            "\"envelope\":[1]",
            "\"content\":1",
            "\"content\":\"text\",\"envelope\":{}",
            "\"status\":null,\"content\":\"text\"",
            "\"status\":null,\"content\":null")) {
      Document document = read(minimal(other));
      assertThat(document.envelopeStatus()).as(other).isEmpty();
      assertThat(document.job()).as(other).isEqualTo(job(minimal()));
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
        "\"200\"",
        "true",
        "{}",
        "[200]",
        "1e999999999"
      })
  void aStatusThatIsNoneIsRefusedByName(String status) {
    for (String content : List.of("content", "envelope")) {
      String json = "{\"status\":" + status + ",\"" + content + "\":" + minimal() + "}";
      assertThat(read(json).envelopeStatus()).isEqualTo(OptionalInt.empty());
      assertThat(refusedMember(json)).isEqualTo("status");
    }
    String error = "{\"status\":" + status + ",\"content\":" + ERROR + "}";
    assertThat(read(error).error().errorCode()).contains("GROUP_NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "true", "\"text\"", "[]", "[{}]"})
  void aContentThatIsNoObjectKeepsItsStatusAndIsRefusedByName(String content) {
    for (String name : List.of("content", "envelope")) {
      String json = "{\"" + name + "\":" + content + ",\"status\":404}";
      Document document = read(json);
      assertThat(document.envelopeStatus()).hasValue(404);
      assertThat(document.error()).isEqualTo(ApiError.NONE);
      assertThat(refusedMember(json)).isEqualTo(name);
    }
  }

  @Test
  void contentAndEnvelopeSideBySideAreRefused() {
    String json = "{\"status\":404,\"content\":" + ERROR + ",\"envelope\":" + minimal() + "}";
    assertThat(read(json).envelopeStatus()).hasValue(404);
    assertThat(read(json).error().errorCode()).contains("GROUP_NOT_FOUND");
    assertThat(refusedMember(json)).isEqualTo("envelope");
    assertThat(refusedMember("{\"status\":200,\"envelope\":{},\"content\":\"x\"}"))
        .isEqualTo("content");
  }

  @Test
  void whatOccursTwiceIsRefusedByName() {
    String content = "\"content\":" + minimal();
    assertThat(refusedMember("{\"status\":200," + content + "," + content + "}"))
        .isEqualTo("content");
    assertThat(refusedMember("{\"status\":200," + content + ",\"id\":\"x\",\"id\":\"y\"}"))
        .isEqualTo("id");
    String twice = "{\"status\":200,\"status\":404," + content + "}";
    assertThat(refusedMember(twice)).isEqualTo("status");
    assertThat(read(twice).envelopeStatus()).isEmpty();
  }

  @Test
  void anEnvelopeInAnEnvelopeIsNotOpened() {
    String inner = "{\"status\":404,\"content\":" + minimal() + "}";
    assertThat(refusedMember("{\"status\":200,\"content\":" + inner + "}")).isEqualTo("id");
    assertThat(read("{\"status\":200,\"content\":" + inner + "}").envelopeStatus()).hasValue(200);
  }
}
