package dev.atlasrestore.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests the settings: what they configure, and the messages about wrong ones. */
class AtlasPropertiesTest {

  private static final String SECRET = "s3cr3t";

  @Test
  void settingsConfigureTheClient() {
    run(
        Map.of(
            "atlas.response-timeout", "7s", "atlas.poll-interval", "9s", "atlas.max-attempts", "5"),
        context -> {
          AtlasConfig config = context.getBean(AtlasConfig.class);
          assertThat(config.baseUri())
              .hasToString("https://opsmanager.example.com:8443/api/public/v1.0");
          assertThat(config.timeouts().response()).isEqualTo(Duration.ofSeconds(7));
          assertThat(config.poll().interval()).isEqualTo(Duration.ofSeconds(9));
          assertThat(config.retry().maxAttempts()).isEqualTo(5);
        });
  }

  @ParameterizedTest
  @CsvSource({"atlas", "ATLAS_GOV", "cloud-manager"})
  void otherProductsNeedNoHost(String product) {
    run(
        Map.of("atlas.product", product, "atlas.host", ""),
        context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          atlas.product          |                         | atlas.product: it is missing
          atlas.host             |                         | atlas.host: it is missing
          atlas.product          | atlas                   | atlas.host: only the product ops-manager has a host
          atlas.host             | opsmanager.example.com  | atlas.host
          atlas.host             | https://a:b@example.com | atlas.host
          atlas.host             | http://10.0.0.1:8080    | atlas.plain-http is true
          atlas.public-key       |                         | atlas.public-key: it is missing
          atlas.public-key       | pub:lic                 | atlas.public-key
          atlas.private-key      |                         | atlas.private-key: it is missing
          atlas.timeout          | -1s                     | atlas.timeout
          atlas.max-attempts     | 0                       | atlas.max-attempts
          atlas.polls-per-minute | 0                       | atlas.polls-per-minute
          atlas.deadline         | 0s                      | atlas.deadline
          """)
  void wrongSettingIsNamed(String property, String value, String message) {
    run(
        Map.of(property, value == null ? "" : value),
        context -> {
          InvalidSettingException failure = settingFailure(context.getStartupFailure());
          assertThat(failure).hasMessageContaining(message).hasMessageNotContaining(SECRET);
          FailureAnalysis analysis = new InvalidSettingFailureAnalyzer().analyze(failure);
          assertThat(analysis.getDescription()).contains(message);
          assertThat(analysis.getAction()).contains(failure.property(), failure.variable());
        });
  }

  @Test
  void privateKeyIsNeverShown() {
    run(
        Map.of("atlas.private-key", SECRET + "\u0007x"),
        context -> {
          for (Throwable e = context.getStartupFailure(); e != null; e = e.getCause()) {
            assertThat(e).hasMessageNotContaining(SECRET);
          }
          assertThat(settingFailure(context.getStartupFailure()).variable())
              .isEqualTo("ATLAS_PRIVATE_KEY");
        });
  }

  @Test
  void everySettingHasMetadata() throws IOException {
    String metadata;
    try (InputStream file =
        AtlasProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      assertThat(file).isNotNull();
      metadata = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(Arrays.stream(AtlasProperties.class.getRecordComponents()))
        .allSatisfy(
            component ->
                assertThat(metadata)
                    .contains(
                        "\"name\": \"atlas."
                            + component
                                .getName()
                                .replaceAll("([A-Z])", "-$1")
                                .toLowerCase(Locale.ROOT)
                            + "\""));
    assertThat(metadata.split("\"description\"", -1)).hasSizeGreaterThan(13);
  }

  private static void run(
      Map<String, String> changes,
      org.springframework.boot.test.context.runner.ContextConsumer<
              org.springframework.boot.test.context.assertj.AssertableApplicationContext>
          test) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "atlas.product", "ops-manager",
                "atlas.host", "https://opsmanager.example.com:8443",
                "atlas.public-key", "public",
                "atlas.private-key", SECRET));
    settings.putAll(changes);
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(AtlasRestoreAutoConfiguration.class))
        .withPropertyValues(
            settings.entrySet().stream()
                .filter(setting -> !setting.getValue().isEmpty())
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new))
        .run(test);
  }

  private static InvalidSettingException settingFailure(Throwable startUpFailure) {
    Throwable failure = startUpFailure;
    while (failure != null && !(failure instanceof InvalidSettingException)) {
      failure = failure.getCause();
    }
    assertThat(failure).as("%s", startUpFailure).isNotNull();
    return (InvalidSettingException) failure;
  }
}
