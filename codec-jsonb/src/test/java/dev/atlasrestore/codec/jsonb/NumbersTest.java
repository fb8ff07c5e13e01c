package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.OplogTimestamp;
import dev.atlasrestore.RestoreJob;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the accepted and the rejected numbers. */
class NumbersTest {

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
  void anyOtherIncrementIsUnreadable(String json) {
    String timestamp =
        "\"timestamp\":{\"increment\":" + json + ",\"date\":\"2026-05-04T02:00:00Z\"}";
    assertThat(decodeJob(minimalJob(timestamp)))
        .isEqualTo(unreadable(minimalJob(), "timestamp.increment"));
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
    "-9223372036854775808,-9223372036854775808",
    "'\"1\"',1",
    "'\"0\"',0",
    "'\"024\"',24",
    "'\"-1\"',-1",
    "'\"2147483648\"',2147483648",
    "'\"9223372036854775807\"',9223372036854775807",
    "'\"-9223372036854775808\"',-9223372036854775808"
  })
  void countIsAWholeNumberOf64BitsOrAString(String json, long value) {
    Delivery delivery = decodeJob(minimalJob(delivery(json))).delivery().orElseThrow();
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
        "\"\"",
        "\"-\"",
        "\"24 \"",
        "\" 24\"",
        "\"+24\"",
        "\"24.0\"",
        "\"2e1\"",
        "\"0x18\"",
        "\"1_000\"",
        "\"9223372036854775808\"",
        "\"99999999999999999999\"",
        "\"one\"",
        "\"\u0661\""
      })
  void anyOtherCountIsUnreadable(String json) {
    assertThat(decodeJob(minimalJob(delivery(json))))
        .isEqualTo(
            unreadable(
                minimalJob("\"delivery\":{}"),
                "delivery.maxDownloads",
                "delivery.expirationHours"));
    assertThat(decodeJob(jobWith("delivery.maxDownloads", json)).unreadable())
        .containsExactly("delivery.maxDownloads");
  }

  private static String delivery(String number) {
    return "\"delivery\":{\"maxDownloads\":" + number + ",\"expirationHours\":" + number + "}";
  }

  private static RestoreJob unreadable(String json, String... paths) {
    return CodecFixture.withUnreadable(decodeJob(json), paths);
  }
}
