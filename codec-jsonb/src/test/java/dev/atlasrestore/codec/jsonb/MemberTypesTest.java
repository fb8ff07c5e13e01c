package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.decodingError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.memberInError;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.OplogTimestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the accepted and the rejected values of each member. */
class MemberTypesTest {

  private static final String STRING = "string";
  private static final String INSTANT = "instant";
  private static final String FLAG = "flag";
  private static final String NUMBER = "number";
  private static final String STRING_OR_NUMBER = "string or number";
  private static final String OBJECT = "object";
  private static final String ARRAY = "array";

  /** A valid value of each kind, and values of every JSON type. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          STRING,
          "\"x\"",
          INSTANT,
          "\"2026-05-04T03:02:01Z\"",
          FLAG,
          "true",
          NUMBER,
          "1",
          OBJECT,
          "{}",
          ARRAY,
          "[]",
          "false",
          "false",
          "fraction",
          "1.9");

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("id", STRING),
          Map.entry("groupId", STRING),
          Map.entry("created", INSTANT),
          Map.entry("statusName", STRING),
          Map.entry("batchId", STRING),
          Map.entry("clusterId", STRING),
          Map.entry("clusterName", STRING),
          Map.entry("hostId", STRING),
          Map.entry("snapshotId", STRING),
          Map.entry("pointInTime", FLAG),
          Map.entry("encryptionEnabled", FLAG),
          Map.entry("masterKeyUUID", STRING),
          Map.entry("deploymentJobId", STRING),
          Map.entry("timestamp", OBJECT),
          Map.entry("timestamp.date", INSTANT),
          Map.entry("timestamp.increment", STRING_OR_NUMBER),
          Map.entry("delivery", OBJECT),
          Map.entry("delivery.methodName", STRING),
          Map.entry("delivery.statusName", STRING),
          Map.entry("delivery.expires", INSTANT),
          Map.entry("delivery.expirationHours", NUMBER),
          Map.entry("delivery.maxDownloads", NUMBER),
          Map.entry("delivery.url", STRING),
          Map.entry("delivery.urlV2", STRING),
          Map.entry("delivery.authHeader", STRING),
          Map.entry("delivery.authValue", STRING),
          Map.entry("delivery.targetClusterId", STRING),
          Map.entry("delivery.targetClusterName", STRING),
          Map.entry("delivery.targetGroupId", STRING),
          Map.entry("hashes", ARRAY),
          Map.entry("hashes[0].typeName", STRING),
          Map.entry("hashes[0].fileName", STRING),
          Map.entry("hashes[0].hash", STRING),
          Map.entry("links", ARRAY),
          Map.entry("links[0].rel", STRING),
          Map.entry("links[0].href", STRING));

  static Stream<Arguments> wrongTypes() {
    List<Arguments> cases = new ArrayList<>();
    KINDS.forEach(
        (path, kind) ->
            SAMPLES.forEach(
                (sampleKind, sample) -> {
                  boolean isString = sampleKind.equals(STRING) || sampleKind.equals(INSTANT);
                  boolean fits =
                      kind.equals(sampleKind)
                          || (kind.equals(STRING) && isString)
                          || (kind.equals(FLAG) && sampleKind.equals("false"))
                          || (kind.equals(STRING_OR_NUMBER) && sampleKind.equals(NUMBER));
                  if (!fits) {
                    cases.add(Arguments.of(path, sample));
                  }
                }));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("wrongTypes")
  void valueOfAWrongTypeIsAnErrorThatNamesTheMember(String path, String value) {
    assertThat(memberInError(jobWith(path, value))).isEqualTo(path);
  }

  static Stream<String> paths() {
    return KINDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void duplicateKnownMemberIsAnErrorThatNamesIt(String path) {
    String kind = KINDS.get(path).equals(STRING_OR_NUMBER) ? NUMBER : KINDS.get(path);
    String valid = SAMPLES.get(kind);
    assertThat(decodeJob(jobWith(path, valid))).isNotNull();
    String name = "\"" + path.substring(path.indexOf('.') + 1) + "\":";
    for (String twice : List.of(valid + "," + name + valid, valid + "," + name + "null")) {
      assertThat(memberInError(jobWith(path, twice))).isEqualTo(path);
    }
    assertThat(memberInError(jobWith(path, "null," + name + valid))).isEqualTo(path);
  }

  @Test
  void duplicateUnknownNameIsAnErrorThatNamesTheObject() {
    assertThat(memberInError(minimalJob("\"x\":1", "\"y\":1", "\"x\":2"))).isNull();
    assertThat(memberInError(minimalJob("\"delivery\":{\"x\":1,\"x\":1}"))).isEqualTo("delivery");
    assertThat(memberInError(minimalJob("\"links\":[{},{\"x\":1,\"x\":1}]"))).isEqualTo("links[1]");
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

  @ParameterizedTest
  @ValueSource(strings = {"id", "groupId", "created", "statusName"})
  void missingOrNullRequiredMemberIsAnErrorThatNamesIt(String member) {
    assertThat(memberInError(jobWith(member, "null"))).isEqualTo(member);
    assertThat(memberInError(minimalJob().replace("\"" + member + "\"", "\"other\"")))
        .isEqualTo(member);
  }

  @Test
  void firstErrorIsReported() {
    String json = minimalJob("\"batchId\":1", "\"delivery\":{\"url\":2,\"expires\":3}");
    assertThat(memberInError(json)).isEqualTo("batchId");
    assertThat(memberInError(json.replace("\"batchId\":1,", ""))).isEqualTo("delivery.url");
  }

  @Test
  void everyCallOfJobThrowsANewException() {
    var document = CodecFixture.decode(minimalJob("\"batchId\":1"));
    assertThat(catchThrowable(document::job)).isNotSameAs(catchThrowable(document::job));
  }

  @Test
  void arrayElementThatIsNotAnObjectIsAnErrorThatNamesItsIndex() {
    assertThat(memberInError(minimalJob("\"hashes\":[{},null,\"x\"]"))).isEqualTo("hashes[2]");
    assertThat(memberInError(minimalJob("\"links\":[[{}]]"))).isEqualTo("links[0]");
  }

  @Test
  void timestampWithoutDateOrIncrementIsAbsent() {
    assertThat(decodeJob(minimalJob("\"timestamp\":{}")).timestamp()).isEmpty();
    assertThat(decodeJob(jobWith("timestamp.increment", "1")).timestamp()).isEmpty();
    assertThat(decodeJob(jobWith("timestamp.date", "\"2026-05-04T02:00:00Z\"")).timestamp())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1",
    "4294967295,4294967295",
    "'\"1\"',1",
    "'\"0\"',0",
    "'\"4294967295\"',4294967295",
    "1.0,1",
    "1e2,100",
    "'\"0007\"',7"
  })
  void incrementIsAnUnsigned32BitNumberOrAString(String json, long increment) {
    String timestamp =
        "\"timestamp\":{\"date\":\"2026-05-04T02:00:00Z\",\"increment\":" + json + "}";
    assertThat(decodeJob(minimalJob(timestamp)).timestamp())
        .contains(new OplogTimestamp(Instant.parse("2026-05-04T02:00:00Z"), increment));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "4294967296",
        "1.9",
        "1e10",
        "1e1000000000",
        "\"\"",
        "\"-1\"",
        "\"+1\"",
        "\" 1\"",
        "\"1.0\"",
        "\"4294967296\"",
        "\"99999999999999999999\"",
        "\"one\"",
        "\"\u0661\""
      })
  void anyOtherIncrementIsAnError(String json) {
    assertThat(memberInError(jobWith("timestamp.increment", json)))
        .isEqualTo("timestamp.increment");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "0,0",
    "2147483647,2147483647",
    "2147483648,2147483648",
    "1.0,1",
    "24e0,24",
    "2.40e1,24",
    "-1,-1",
    "-0,0",
    "0e999999999,0",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808"
  })
  void countIsAnyWholeNumberOf64Bits(String json, long value) {
    Delivery delivery =
        decodeJob(
                minimalJob(
                    "\"delivery\":{\"maxDownloads\":"
                        + json
                        + ",\"expirationHours\":"
                        + json
                        + "}"))
            .delivery()
            .orElseThrow();
    assertThat(delivery.maxDownloads()).contains(value);
    assertThat(delivery.expirationHours()).contains(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.9",
        "0.5",
        "-1.5",
        "1e-1",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e1000000000",
        "1e-1000000000",
        "1e99999999999999999999",
        "1e2147483648",
        "1e-2147483647",
        "\"24\"",
        "\"\""
      })
  void anyOtherCountIsAnError(String json) {
    assertThat(memberInError(jobWith("delivery.expirationHours", json)))
        .isEqualTo("delivery.expirationHours");
    assertThat(memberInError(jobWith("delivery.maxDownloads", json)))
        .isEqualTo("delivery.maxDownloads");
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "timestamp.date", "delivery.expires"})
  void invalidTimestampIsAnError(String path) {
    for (String text : List.of("2026-02-30T00:00:00Z", "2026-05-04T03:02:01", "", "yesterday")) {
      assertThat(memberInError(jobWith(path, "\"" + text + "\""))).isEqualTo(path);
    }
  }

  @Test
  void fractionsAndOffsetsAreDecoded() {
    assertThat(decodeJob(jobWith("created", "\"2026-05-04T05:02:01.250+02:00\"")).created())
        .isEqualTo(Instant.parse("2026-05-04T03:02:01.250Z"));
  }

  @Test
  void loneSurrogateIsAnErrorAndAPairIsDecoded() {
    assertThat(decodeJob(jobWith("clusterName", "\"\\ud83d\\ude00 😀\"")).clusterName())
        .contains("😀 😀");
    for (String half : List.of("\\ud83d", "\\ude00\\ud83d", "x\\ud83dx", "\\ud83d\\ud83d\\ude00")) {
      assertThat(memberInError(jobWith("clusterName", "\"" + half + "\"")))
          .isEqualTo("clusterName");
    }
  }

  @Test
  void messageSaysWhatIsWrong() {
    assertThat(decodingError(jobWith("pointInTime", "1")))
        .hasMessageEndingWith("member pointInTime cannot be read: it must be true or false");
  }
}
