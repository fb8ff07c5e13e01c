package dev.atlasrestore;

import static dev.atlasrestore.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link AtlasConfig}; rule 24 of the contract (base URI) and rule 25 (secrets). */
class AtlasConfigTest {

  private static final AtlasConfig CONFIG = AtlasConfig.atlas(KEY);

  @Test
  void everyProductHasItsBaseUri() {
    assertThat(AtlasConfig.atlas(KEY).baseUri())
        .hasToString("https://cloud.mongodb.com/api/atlas/v1.0");
    assertThat(AtlasConfig.atlasGov(KEY).baseUri())
        .hasToString("https://cloud.mongodbgov.com/api/atlas/v1.0");
    assertThat(AtlasConfig.cloudManager(KEY).baseUri())
        .hasToString("https://cloud.mongodb.com/api/public/v1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "http://ops.example.com:8080, http://ops.example.com:8080/api/public/v1.0",
    "https://ops.example.com, https://ops.example.com/api/public/v1.0",
    "https://ops.example.com/, https://ops.example.com/api/public/v1.0",
    "https://proxy.example.com/mms, https://proxy.example.com/mms/api/public/v1.0",
    "https://proxy.example.com/mms/, https://proxy.example.com/mms/api/public/v1.0",
    "https://ops.example.com/api/public/v1.0, https://ops.example.com/api/public/v1.0",
    "https://ops.example.com/api/public/v1.0/, https://ops.example.com/api/public/v1.0",
    "https://ops.example.com/myapi/public/v1.0,"
        + " https://ops.example.com/myapi/public/v1.0/api/public/v1.0",
    "https://[2001:db8::1]:8443, https://[2001:db8::1]:8443/api/public/v1.0"
  })
  void pathOfOpsManagerIsAppendedUnlessItIsPresent(URI host, String base) {
    assertThat(AtlasConfig.opsManager(host, KEY).baseUri()).hasToString(base);
  }

  @ParameterizedTest
  @CsvSource({
    "https://host.example/a/b, https://host.example/a/b",
    "https://host.example/a/b/, https://host.example/a/b",
    "https://host.example/a/b///, https://host.example/a/b",
    "https://host.example, https://host.example",
    "HTTPS://Host.example:8443/A, https://Host.example:8443/A",
    "https://host.example/a%2Fb;c, https://host.example/a%2Fb;c",
    "https://host.example/ä, https://host.example/%C3%A4",
    "https://xn--bcher-kva.example, https://xn--bcher-kva.example"
  })
  void baseUriIsKeptAsItIsSentWithoutSlashesAtItsEnd(URI base, String kept) {
    assertThat(AtlasConfig.of(base, KEY).baseUri()).hasToString(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user@host.example",
        "https://user:SECRET@host.example/api",
        "https://user:SECRET@ops_manager:8080",
        "https://host.example/api?token=SECRET",
        "https://host.example/api?",
        "https://host.example/api#SECRET",
        "ftp://host.example",
        "host.example/api",
        "//host.example/api",
        "mailto:SECRET@host.example",
        "https:SECRET",
        "https:///api",
        "https://host.example:0",
        "https://host.example:65536"
      })
  void anyOtherBaseUriIsRejectedAndItsSecretsAreNotShown(URI base) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AtlasConfig.of(base, KEY))
        .withMessageContaining("base URI")
        .withMessageNotContaining("SECRET");
    assertThatIllegalArgumentException().isThrownBy(() -> AtlasConfig.opsManager(base, KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "http://ops_manager:8080, contains '_'",
    "http://stack_opsmanager:8080/mms, contains '_'",
    "http://ops$manager, contains '$'",
    "http://b%C3%BCcher.example, contains '%'",
    "http://bücher.example, write it as xn--bcher-kva.example",
    "http://bücher.example:8080, write it as xn--bcher-kva.example",
    "http://bü_cher.example, contains '_'",
    "http://[fe80::1%25lo]:8080, an IPv6 address with a zone",
    "http://[fe80::1%lo], an IPv6 address with a zone",
    "http://2001:db8::1, put an IPv6 address in brackets",
    "http://host.example:80a, invalid port",
    "http://host.example:99999999999, invalid port",
    "http://host.example:0, invalid port",
    "http://host.example:65536, invalid port",
    "http://-host.example, malformed host",
    "http://host..example, malformed host",
    "http://192.168.1.300, malformed host",
    "http://:8080, must have a host",
    "https:///api, must have a host",
    "https://user:SECRET@ops_manager:8080, user info"
  })
  void messageSaysWhatIsWrongWithTheHost(URI base, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AtlasConfig.opsManager(base, KEY))
        .withMessageContaining(problem);
  }

  @Test
  void plainHttpIsNotRejectedByTheConfiguration() {
    assertThat(AtlasConfig.of(URI.create("http://ops.example.com"), KEY).plainHttp()).isFalse();
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(CONFIG.pretty()).isFalse();
    assertThat(CONFIG.envelope()).isFalse();
    assertThat(CONFIG.plainHttp()).isFalse();
    assertThat(CONFIG.timeouts()).isEqualTo(Timeouts.defaults());
    assertThat(CONFIG.retry()).isEqualTo(RetryPolicy.defaults());
    assertThat(CONFIG.poll()).isEqualTo(PollPolicy.defaults());
    assertThat(CONFIG.pollRate()).contains(new PollRate(60, Duration.ofMinutes(1)));
    assertThat(CONFIG.withoutPollRate().pollRate()).isEmpty();
    assertThat(CONFIG.listener()).isSameAs(CallListener.NONE);
    assertThat(CONFIG.maxBodyBytes()).isEqualTo(1024 * 1024);
  }

  @Test
  void defaultJitterIsEvenlyDistributed() {
    assertThat(CONFIG.random().doubles(1_000).average()).hasValueCloseTo(0.5, within(0.1));
  }

  @Test
  void everyCopyKeepsTheOtherSettings() {
    Timeouts timeouts = Timeouts.defaults().withCall(Duration.ofSeconds(7));
    RetryPolicy retry = RetryPolicy.none();
    PollPolicy poll = PollPolicy.every(Duration.ofSeconds(9));
    CallListener listener = event -> {};
    Random random = new Random(1);
    AtlasConfig all =
        CONFIG
            .withPretty(true)
            .withEnvelope(true)
            .withPlainHttp(true)
            .withTimeouts(timeouts)
            .withRetry(retry)
            .withPoll(poll)
            .withMaxBodyBytes(123)
            .withListener(listener)
            .withRandom(random);
    assertThat(all.baseUri()).isEqualTo(CONFIG.baseUri());
    assertThat(all.key()).isEqualTo(KEY);
    assertThat(all.pretty()).isTrue();
    assertThat(all.envelope()).isTrue();
    assertThat(all.plainHttp()).isTrue();
    assertThat(all.timeouts()).isEqualTo(timeouts);
    assertThat(all.retry()).isEqualTo(retry);
    assertThat(all.poll()).isEqualTo(poll);
    assertThat(all.maxBodyBytes()).isEqualTo(123);
    assertThat(all.listener()).isSameAs(listener);
    assertThat(all.random()).isSameAs(random);
    defaultsAreAsDocumented(); // CONFIG itself has not changed
  }

  @Test
  void configurationsWithTheSameSettingsAreEqual() {
    AtlasConfig same = AtlasConfig.of(URI.create("https://cloud.mongodb.com/api/atlas/v1.0/"), KEY);
    assertThat(same).isEqualTo(CONFIG).hasSameHashCodeAs(CONFIG).isNotSameAs(CONFIG);
    assertThat(same.withPretty(true)).isEqualTo(CONFIG.withPretty(true));
  }

  @Test
  void everySettingCountsInEquality() {
    List<AtlasConfig> different =
        List.of(
            CONFIG,
            AtlasConfig.cloudManager(KEY),
            AtlasConfig.atlas(new ApiKey("other", KEY.privateKey())),
            CONFIG.withPretty(true),
            CONFIG.withEnvelope(true),
            CONFIG.withPlainHttp(true),
            CONFIG.withTimeouts(Timeouts.defaults().withCall(Duration.ofSeconds(7))),
            CONFIG.withRetry(RetryPolicy.none()),
            CONFIG.withPoll(PollPolicy.every(Duration.ofSeconds(9))),
            CONFIG.withMaxBodyBytes(123),
            CONFIG.withListener(event -> {}),
            CONFIG.withRandom(new Random(1)));
    assertThat(different).doesNotHaveDuplicates();
    assertThat(CONFIG).isNotEqualTo(null).isNotEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void bodyLimitOfLessThanOneByteIsRejected(int limit) {
    assertThatIllegalArgumentException().isThrownBy(() -> CONFIG.withMaxBodyBytes(limit));
  }

  @Test
  void nullIsRejected() {
    assertThatNullPointerException().isThrownBy(() -> AtlasConfig.atlas(null));
    assertThatNullPointerException().isThrownBy(() -> AtlasConfig.of(null, KEY));
    assertThatNullPointerException().isThrownBy(() -> CONFIG.withTimeouts(null));
    assertThatNullPointerException().isThrownBy(() -> CONFIG.withRetry(null));
    assertThatNullPointerException().isThrownBy(() -> CONFIG.withPoll(null));
    assertThatNullPointerException().isThrownBy(() -> CONFIG.withListener(null));
    assertThatNullPointerException().isThrownBy(() -> CONFIG.withRandom(null));
  }

  @Test
  void toStringShowsTheSettingsButNotTheKey() {
    assertThat(CONFIG.toString())
        .contains("https://cloud.mongodb.com/api/atlas/v1.0", "maxAttempts=3", "call=PT2M")
        .doesNotContain(KEY.privateKey(), KEY.publicKey());
  }
}
