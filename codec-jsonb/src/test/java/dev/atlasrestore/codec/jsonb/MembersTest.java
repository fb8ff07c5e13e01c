package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.Reading.job;
import static dev.atlasrestore.codec.jsonb.Reading.minimal;
import static dev.atlasrestore.codec.jsonb.Reading.refused;
import static dev.atlasrestore.codec.jsonb.Reading.refusedMember;
import static dev.atlasrestore.codec.jsonb.Reading.withMember;
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

/** What each member may be, and that what it may not be is refused by its name. */
class MembersTest {

  private static final String TEXT = "text";
  private static final String INSTANT = "instant";
  private static final String FLAG = "flag";
  private static final String NUMBER = "number";
  private static final String TEXT_OR_NUMBER = "text or number";
  private static final String OBJECT = "object";
  private static final String ARRAY = "array";

  /** A good value of each kind, and values of every JSON type. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          TEXT,
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
          Map.entry("id", TEXT),
          Map.entry("groupId", TEXT),
          Map.entry("created", INSTANT),
          Map.entry("statusName", TEXT),
          Map.entry("batchId", TEXT),
          Map.entry("clusterId", TEXT),
          Map.entry("clusterName", TEXT),
          Map.entry("hostId", TEXT),
          Map.entry("snapshotId", TEXT),
          Map.entry("pointInTime", FLAG),
          Map.entry("encryptionEnabled", FLAG),
          Map.entry("masterKeyUUID", TEXT),
          Map.entry("deploymentJobId", TEXT),
          Map.entry("timestamp", OBJECT),
          Map.entry("timestamp.date", INSTANT),
          Map.entry("timestamp.increment", TEXT_OR_NUMBER),
          Map.entry("delivery", OBJECT),
          Map.entry("delivery.methodName", TEXT),
          Map.entry("delivery.statusName", TEXT),
          Map.entry("delivery.expires", INSTANT),
          Map.entry("delivery.expirationHours", NUMBER),
          Map.entry("delivery.maxDownloads", NUMBER),
          Map.entry("delivery.url", TEXT),
          Map.entry("delivery.urlV2", TEXT),
          Map.entry("delivery.authHeader", TEXT),
          Map.entry("delivery.authValue", TEXT),
          Map.entry("delivery.targetClusterId", TEXT),
          Map.entry("delivery.targetClusterName", TEXT),
          Map.entry("delivery.targetGroupId", TEXT),
          Map.entry("hashes", ARRAY),
          Map.entry("hashes[0].typeName", TEXT),
          Map.entry("hashes[0].fileName", TEXT),
          Map.entry("hashes[0].hash", TEXT),
          Map.entry("links", ARRAY),
          Map.entry("links[0].rel", TEXT),
          Map.entry("links[0].href", TEXT));

  static Stream<Arguments> wrongTypes() {
    List<Arguments> cases = new ArrayList<>();
    KINDS.forEach(
        (path, kind) ->
            SAMPLES.forEach(
                (sampleKind, sample) -> {
                  boolean isText = sampleKind.equals(TEXT) || sampleKind.equals(INSTANT);
                  boolean fits =
                      kind.equals(sampleKind)
                          || (kind.equals(TEXT) && isText)
                          || (kind.equals(FLAG) && sampleKind.equals("false"))
                          || (kind.equals(TEXT_OR_NUMBER) && sampleKind.equals(NUMBER));
                  if (!fits) {
                    cases.add(Arguments.of(path, sample));
                  }
                }));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("wrongTypes")
  void aValueOfAWrongTypeIsRefusedByName(String path, String value) {
    assertThat(refusedMember(withMember(path, value))).isEqualTo(path);
  }

  static Stream<String> paths() {
    return KINDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aNameThatOccursTwiceIsRefused(String path) {
    String kind = KINDS.get(path).equals(TEXT_OR_NUMBER) ? NUMBER : KINDS.get(path);
    String good = SAMPLES.get(kind);
    assertThat(job(withMember(path, good))).isNotNull();
    String name = "\"" + path.substring(path.indexOf('.') + 1) + "\":";
    for (String twice : List.of(good + "," + name + good, good + "," + name + "null")) {
      assertThat(refusedMember(withMember(path, twice))).isEqualTo(path);
    }
    assertThat(refusedMember(withMember(path, "null," + name + good))).isEqualTo(path);
  }

  @Test
  void anUnknownNameThatOccursTwiceIsRefusedByItsPlace() {
    assertThat(refusedMember(minimal("\"x\":1", "\"y\":1", "\"x\":2"))).isNull();
    assertThat(refusedMember(minimal("\"delivery\":{\"x\":1,\"x\":1}"))).isEqualTo("delivery");
    assertThat(refusedMember(minimal("\"links\":[{},{\"x\":1,\"x\":1}]"))).isEqualTo("links[1]");
  }

  @Test
  void aNameThatOccursInTwoObjectsIsNoRepetition() {
    assertThat(job(minimal("\"links\":[{\"rel\":\"a\"},{\"rel\":\"b\"}]")).links()).hasSize(2);
  }

  @Test
  void aNameWrittenWithEscapesIsTheSameName() {
    assertThat(job(withMember("b\\u0061tchId", "\"x\"")).batchId()).contains("x");
    assertThat(refusedMember(minimal("\"batchId\":\"x\"", "\"b\\u0061tchId\":\"y\"")))
        .isEqualTo("batchId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "groupId", "created", "statusName"})
  void aMandatoryMemberThatIsMissingOrNullIsRefusedByName(String member) {
    assertThat(refusedMember(withMember(member, "null"))).isEqualTo(member);
    assertThat(refusedMember(minimal().replace("\"" + member + "\"", "\"other\"")))
        .isEqualTo(member);
  }

  @Test
  void theFirstFaultCounts() {
    String json = minimal("\"batchId\":1", "\"delivery\":{\"url\":2,\"expires\":3}");
    assertThat(refusedMember(json)).isEqualTo("batchId");
    assertThat(refusedMember(json.replace("\"batchId\":1,", ""))).isEqualTo("delivery.url");
  }

  @Test
  void everyAskingForTheJobIsRefusedWithAnExceptionOfItsOwn() {
    var document = Reading.read(minimal("\"batchId\":1"));
    assertThat(catchThrowable(document::job)).isNotSameAs(catchThrowable(document::job));
  }

  @Test
  void elementsThatAreNoObjectsAreRefusedByPlace() {
    assertThat(refusedMember(minimal("\"hashes\":[{},null,\"x\"]"))).isEqualTo("hashes[2]");
    assertThat(refusedMember(minimal("\"links\":[[{}]]"))).isEqualTo("links[0]");
  }

  @Test
  void aTimestampWithoutDateOrIncrementIsAbsentAsAWhole() {
    assertThat(job(minimal("\"timestamp\":{}")).timestamp()).isEmpty();
    assertThat(job(withMember("timestamp.increment", "1")).timestamp()).isEmpty();
    assertThat(job(withMember("timestamp.date", "\"2026-05-04T02:00:00Z\"")).timestamp()).isEmpty();
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
  void anIncrementIsAnUnsigned32BitNumberOrItsText(String json, long increment) {
    String timestamp =
        "\"timestamp\":{\"date\":\"2026-05-04T02:00:00Z\",\"increment\":" + json + "}";
    assertThat(job(minimal(timestamp)).timestamp())
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
  void anyOtherIncrementIsRefused(String json) {
    assertThat(refusedMember(withMember("timestamp.increment", json)))
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
  void aCountIsAnyWholeNumberAsItWasSent(String json, long value) {
    Delivery delivery =
        job(minimal(
                "\"delivery\":{\"maxDownloads\":" + json + ",\"expirationHours\":" + json + "}"))
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
  void aCountThatIsNoWholeNumberOf64BitsIsRefused(String json) {
    assertThat(refusedMember(withMember("delivery.expirationHours", json)))
        .isEqualTo("delivery.expirationHours");
    assertThat(refusedMember(withMember("delivery.maxDownloads", json)))
        .isEqualTo("delivery.maxDownloads");
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "timestamp.date", "delivery.expires"})
  void aTimestampThatDoesNotExistIsRefused(String path) {
    for (String text : List.of("2026-02-30T00:00:00Z", "2026-05-04T03:02:01", "", "yesterday")) {
      assertThat(refusedMember(withMember(path, "\"" + text + "\""))).isEqualTo(path);
    }
  }

  @Test
  void fractionsAndOffsetsAreRead() {
    assertThat(job(withMember("created", "\"2026-05-04T05:02:01.250+02:00\"")).created())
        .isEqualTo(Instant.parse("2026-05-04T03:02:01.250Z"));
  }

  @Test
  void halfASurrogatePairIsRefusedAndAWholeOneIsRead() {
    assertThat(job(withMember("clusterName", "\"\\ud83d\\ude00 😀\"")).clusterName())
        .contains("😀 😀");
    for (String half : List.of("\\ud83d", "\\ude00\\ud83d", "x\\ud83dx", "\\ud83d\\ud83d\\ude00")) {
      assertThat(refusedMember(withMember("clusterName", "\"" + half + "\"")))
          .isEqualTo("clusterName");
    }
  }

  @Test
  void refusalsSayWhatIsWrong() {
    assertThat(refused(withMember("pointInTime", "1")))
        .hasMessage("The answer's member pointInTime cannot be read: it must be true or false");
  }
}
