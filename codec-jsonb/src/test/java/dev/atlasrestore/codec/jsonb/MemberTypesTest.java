package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.decodingError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.memberInError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.withUnreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.FileHash;
import dev.atlasrestore.Link;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests values that a member cannot have. In a required member such a value is an error. Any other
 * member is then absent, and the job reports its path as unreadable.
 */
class MemberTypesTest {

  private static Stream<Arguments> wrongValues(boolean isRequired) {
    List<Arguments> cases = new ArrayList<>();
    JobMembers.KINDS.forEach(
        (path, kind) -> {
          if (JobMembers.REQUIRED.contains(path) == isRequired) {
            JobMembers.VALUES.stream()
                .filter(value -> !kind.accepts(value))
                .forEach(value -> cases.add(Arguments.of(path, value)));
          }
        });
    return cases.stream();
  }

  static Stream<Arguments> wrongRequiredValues() {
    return wrongValues(true);
  }

  static Stream<Arguments> wrongOptionalValues() {
    return wrongValues(false);
  }

  @ParameterizedTest
  @MethodSource("wrongRequiredValues")
  void wrongTypeOfARequiredMemberIsAnErrorThatNamesIt(String path, String value) {
    assertThat(memberInError(jobWith(path, value))).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "groupId", "created", "statusName"})
  void missingOrNullRequiredMemberIsAnErrorThatNamesIt(String member) {
    assertThat(memberInError(jobWith(member, "null"))).isEqualTo(member);
    assertThat(memberInError(minimalJob().replace("\"" + member + "\"", "\"other\"")))
        .isEqualTo(member);
  }

  @ParameterizedTest
  @MethodSource("wrongOptionalValues")
  void wrongTypeOfAnyOtherMemberIsUnreadable(String path, String value) {
    RestoreJob withoutValue = decodeJob(jobWith(path, "null"));
    assertThat(withoutValue.unreadable()).isEmpty();
    assertThat(decodeJob(jobWith(path, value))).isEqualTo(withUnreadable(withoutValue, path));
  }

  @Test
  void allOtherMembersOfTheJobAreDecoded() {
    String json =
        JobDocuments.FINISHED_SHARD
            .replace("\"2026-05-04T04:02:01Z\"", "\"\"")
            .replace("\"orders-eu\"", "7")
            .replace("\"http://localhost:8080/wrong\"", "5");
    RestoreJob job = decodeJob(JobDocuments.FINISHED_SHARD);
    Link readable = job.links().get(0);
    Link unreadable = new Link(job.links().get(1).rel(), Optional.empty());
    assertThat(decodeJob(json))
        .isEqualTo(
            withUnreadable(
                job.toBuilder()
                    .clusterName(null)
                    .delivery(job.delivery().orElseThrow().toBuilder().expires(null).build())
                    .links(List.of(readable, unreadable))
                    .build(),
                "clusterName",
                "delivery.expires",
                "links[1].href"));
  }

  @Test
  void unreadableMembersAreInDocumentOrder() {
    String json =
        minimalJob(
            "\"links\":[5,{\"rel\":1}]",
            "\"delivery\":{\"url\":2,\"expires\":3}",
            "\"batchId\":1",
            "\"timestamp\":\"x\"");
    assertThat(decodeJob(json).unreadable())
        .containsExactly(
            "links[0]", "links[1].rel", "delivery.url", "delivery.expires", "batchId", "timestamp");
  }

  @Test
  void unreadableArrayElementIsLeftOutAndKeepsItsIndexInThePath() {
    RestoreJob job =
        decodeJob(
            minimalJob(
                "\"hashes\":[{\"hash\":\"ab\"},null,\"x\"]",
                "\"links\":[[{}],{\"rel\":\"self\",\"href\":[]}]"));
    assertThat(job.hashes())
        .containsExactly(new FileHash(Optional.empty(), Optional.empty(), Optional.of("ab")));
    assertThat(job.links()).containsExactly(new Link(Optional.of("self"), Optional.empty()));
    assertThat(job.unreadable()).containsExactly("hashes[2]", "links[0]", "links[1].href");
  }

  @Test
  void timestampWithoutDateAndIncrementIsAbsent() {
    for (String empty : List.of("{}", "{\"date\":null,\"increment\":null}", "{\"x\":1}")) {
      assertThat(decodeJob(jobWith("timestamp", empty))).isEqualTo(decodeJob(minimalJob()));
    }
  }

  @Test
  void timestampWithOnlyOneOfDateAndIncrementIsUnreadable() {
    for (String half :
        List.of(
            "{\"increment\":1}",
            "{\"date\":null,\"increment\":\"1\"}",
            "{\"date\":\"2026-05-04T02:00:00Z\"}",
            "{\"date\":\"2026-05-04T02:00:00Z\",\"increment\":null}")) {
      assertThat(decodeJob(jobWith("timestamp", half)))
          .isEqualTo(withUnreadable(decodeJob(minimalJob()), "timestamp"));
    }
  }

  @Test
  void unreadablePartMakesTheTimestampAbsentAndIsTheOnlyPath() {
    assertThat(
            decodeJob(jobWith("timestamp", "{\"date\":\"2026-05-04T02:00:00Z\",\"increment\":[]}")))
        .isEqualTo(withUnreadable(decodeJob(minimalJob()), "timestamp.increment"));
    assertThat(decodeJob(jobWith("timestamp", "{\"date\":1,\"increment\":1}")))
        .isEqualTo(withUnreadable(decodeJob(minimalJob()), "timestamp.date"));
    assertThat(decodeJob(jobWith("timestamp", "{\"date\":1,\"increment\":-1}")))
        .isEqualTo(
            withUnreadable(decodeJob(minimalJob()), "timestamp.date", "timestamp.increment"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T00:00:00Z",
        "2026-05-04T03:02:01",
        "2016-12-31T23:59:60Z",
        "",
        "yesterday"
      })
  void invalidTimestampIsAnErrorOnlyInCreated(String text) {
    String value = "\"" + text + "\"";
    assertThat(memberInError(jobWith("created", value))).isEqualTo("created");
    for (String path : List.of("timestamp.date", "delivery.expires")) {
      assertThat(decodeJob(jobWith(path, value)).unreadable()).containsExactly(path);
    }
  }

  @Test
  void fractionsAndOffsetsAreDecoded() {
    assertThat(decodeJob(jobWith("created", "\"2026-05-04T05:02:01.250+02:00\"")).created())
        .isEqualTo(Instant.parse("2026-05-04T03:02:01.250Z"));
  }

  @Test
  void surrogatePairIsDecoded() {
    assertThat(decodeJob(jobWith("clusterName", "\"\\ud83d\\ude00 😀\"")).clusterName())
        .contains("😀 😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00\\ud83d", "x\\ud83dx", "\\ud83d\\ud83d\\ude00"})
  void loneSurrogateIsAnErrorOnlyInRequiredMembers(String text) {
    String value = "\"" + text + "\"";
    for (String path : List.of("id", "groupId", "statusName")) {
      assertThat(decodingError(jobWith(path, value)))
          .hasMessageContaining(path)
          .hasMessageEndingWith("cannot be read: it contains half of a surrogate pair");
    }
    for (String path : List.of("clusterName", "delivery.url", "links[0].href")) {
      assertThat(decodeJob(jobWith(path, value)))
          .isEqualTo(withUnreadable(decodeJob(jobWith(path, "null")), path));
    }
  }

  @Test
  void errorMembersAreNotReportedInTheJob() {
    assertThat(
            decodeJob(
                    minimalJob(
                        "\"errorCode\":1",
                        "\"detail\":[]",
                        "\"reason\":{}",
                        "\"parameters\":\"x\""))
                .unreadable())
        .isEmpty();
  }

  @Test
  void everyCallOfJobThrowsANewException() {
    var document = CodecFixture.decode(jobWith("id", "1"));
    assertThat(catchThrowable(document::job)).isNotSameAs(catchThrowable(document::job));
  }

  @Test
  void messageSaysWhatIsWrong() {
    assertThat(decodingError(jobWith("statusName", "1")))
        .hasMessageContaining("member statusName ")
        .hasMessageEndingWith("cannot be read: it must be a string");
  }
}
