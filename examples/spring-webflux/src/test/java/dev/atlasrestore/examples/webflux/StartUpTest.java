package dev.atlasrestore.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tests the start of the application: the environment is its only source of settings, and a wrong
 * setting fails the start.
 */
@ExtendWith({OutputCaptureExtension.class, BlockingCalls.class})
class StartUpTest {

  @RegisterExtension
  static final FakeAtlasExtension FAKES =
      FakeAtlasExtension.of(FakeAtlas.builder().basePath("/api/public/v1.0"));

  @Test
  void startReadsProductHostAndKeyFromTheEnvironment(FakeAtlas atlas) {
    atlas.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());

    try (ConfigurableApplicationContext application = Start.on(Start.environmentOf(atlas))) {
      Start.web(application)
          .get()
          .uri(
              "/restores/{group}/Cluster0/{job}",
              RestoreJobFixtures.GROUP_ID,
              RestoreJobFixtures.JOB_ID)
          .exchange()
          .expectStatus()
          .isOk();
    }
    assertThat(atlas.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"atlas", "ATLAS_GOV", "cloud-manager"})
  void otherProductsNeedNoHost(String product) {
    Map<String, String> environment = new HashMap<>(complete());
    environment.put("ATLAS_PRODUCT", product);
    environment.remove("ATLAS_HOST");

    try (ConfigurableApplicationContext application = Start.on(environment)) {
      assertThat(application.isRunning()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ATLAS_PRODUCT     |                          | atlas.product: it is missing
          ATLAS_PRODUCT     | mongo                    | CLOUD_MANAGER
          ATLAS_HOST        |                          | ATLAS_HOST
          ATLAS_PRODUCT     | atlas                    | only the product ops-manager has a host
          ATLAS_HOST        | opsmanager.example.com   | ATLAS_HOST
          ATLAS_HOST        | http://10.0.0.1:8080     | unless atlas.plain-http is true
          ATLAS_PUBLIC_KEY  |                          | ATLAS_PUBLIC_KEY
          ATLAS_PUBLIC_KEY  | pub:lic                  | ATLAS_PUBLIC_KEY
          ATLAS_PRIVATE_KEY |                          | ATLAS_PRIVATE_KEY
          ATLAS_DOWNLOADS   |                          | ATLAS_DOWNLOADS must name a folder
          ATLAS_DOWNLOADS   | no-such-folder           | ATLAS_DOWNLOADS must name a folder
          ATLAS_TIMEOUT     | -1s                      | ATLAS_TIMEOUT
          ATLAS_POLLS_PER_MINUTE | 0                   | ATLAS_POLLS_PER_MINUTE
          """)
  void wrongSettingFailsTheStartWithAMessage(
      String variable, String value, String message, CapturedOutput output) {
    Map<String, String> environment = new HashMap<>(complete());
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }

    assertThat(catchThrowable(() -> Start.on(environment).close())).isNotNull();

    assertThat(output).contains("APPLICATION FAILED TO START", message).doesNotContain("s3cr3t");
  }

  @Test
  void invalidPrivateKeyIsNotShown(CapturedOutput output) {
    Map<String, String> environment = new HashMap<>(complete());
    environment.put("ATLAS_PRIVATE_KEY", "s3cr3t\u0007");

    assertThat(catchThrowable(() -> Start.on(environment).close())).isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START", "ATLAS_PRIVATE_KEY")
        .doesNotContain("s3cr3t");
  }

  private static Map<String, String> complete() {
    return Map.of(
        "ATLAS_PRODUCT", "ops-manager",
        "ATLAS_HOST", "https://opsmanager.example.com:8443",
        "ATLAS_PUBLIC_KEY", "public",
        "ATLAS_PRIVATE_KEY", "s3cr3t",
        "ATLAS_DOWNLOADS", FakeService.FOLDER.toString());
  }
}
