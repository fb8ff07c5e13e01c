package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.memberInError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests names that occur twice in an object. */
class DuplicateMembersTest {

  static Stream<String> paths() {
    return JobMembers.KINDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void duplicateKnownMemberIsAnErrorThatNamesIt(String path) {
    String valid = JobMembers.KINDS.get(path).sample();
    assertThat(decodeJob(jobWith(path, valid))).isNotNull();
    String name = "\"" + path.substring(path.indexOf('.') + 1) + "\":";
    for (String twice :
        List.of(
            valid + "," + name + valid,
            valid + "," + name + "null",
            "null," + name + valid,
            valid + "," + name + "-1.5",
            "-1.5," + name + valid)) {
      assertThat(memberInError(jobWith(path, twice))).as(twice).isEqualTo(path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\":1,\"y\":1,\"x\":2",
        "\"delivery\":{\"x\":1,\"x\":[]}",
        "\"links\":[{},{\"x\":1,\"x\":1}]",
        "\"hashes\":[{\"x\":1,\"x\":1}]",
        "\"timestamp\":{\"x\":1,\"x\":1}",
        "\"x\":{\"id\":1,\"id\":2}"
      })
  void duplicateUnknownNameIsIgnored(String members) {
    String withoutDuplicate = members.replaceFirst("\"x\":1,", "");
    assertThat(decodeJob(minimalJob(members))).isEqualTo(decodeJob(minimalJob(withoutDuplicate)));
    assertThat(decodeJob(minimalJob(members)).unreadable()).isEmpty();
  }

  @Test
  void firstDuplicateIsReported() {
    assertThat(
            memberInError(
                minimalJob("\"delivery\":{\"url\":\"a\",\"url\":\"b\"}", "\"id\":\"again\"")))
        .isEqualTo("delivery.url");
  }

  @Test
  void sameNameInTwoObjectsIsNotADuplicate() {
    assertThat(decodeJob(minimalJob("\"links\":[{\"rel\":\"a\"},{\"rel\":\"b\"}]")).links())
        .hasSize(2);
  }

  @Test
  void escapedNameEqualsTheUnescapedName() {
    assertThat(decodeJob(jobWith("b\\u0061tchId", "\"x\"")).batchId()).contains("x");
    assertThat(memberInError(minimalJob("\"batchId\":\"x\"", "\"b\\u0061tchId\":\"y\"")))
        .isEqualTo("batchId");
  }
}
