package dev.atlasrestore.examples.jakartaee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atlasrestore.AtlasConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtlasSettingsTest {

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment =
      new HashMap<>(Map.of("ATLAS_PUBLIC_KEY", "public", "ATLAS_PRIVATE_KEY", "private"));

  @Test
  void atlasNeedsOnlyAKey() {
    AtlasConfig config = config();
    assertThat(config.baseUri().getHost()).isEqualTo("cloud.mongodb.com");
    assertThat(config.key().publicKey()).isEqualTo("public");
    assertThat(config.timeouts().call()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.poll().deadline()).isEqualTo(Duration.ofMinutes(30));
    assertThat(config.poll().interval()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.poll().maxInterval()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void propertyOverridesTheEnvironment() {
    properties.put("atlas.public-key", "other");
    assertThat(config().key().publicKey()).isEqualTo("other");
  }

  @Test
  void opsManagerNeedsItsHost() {
    properties.put("atlas.product", "ops-manager");
    assertThatIllegalArgumentException()
        .isThrownBy(this::config)
        .withMessage("atlas.host is not set");
    environment.put("ATLAS_HOST", "https://opsmanager.example.com:8443");
    assertThat(config().baseUri())
        .isEqualTo(URI.create("https://opsmanager.example.com:8443/api/public/v1.0"));
  }

  @Test
  void downloadsNeedAFolder(@TempDir Path folder) {
    assertThatIllegalArgumentException()
        .isThrownBy(this::downloads)
        .withMessage("atlas.downloads is not set");
    environment.put("ATLAS_DOWNLOADS", folder.resolve("none").toString());
    assertThatIllegalArgumentException()
        .isThrownBy(this::downloads)
        .withMessage("atlas.downloads must name a folder that exists");
    environment.put("ATLAS_DOWNLOADS", folder.toString());
    assertThat(downloads()).isEqualTo(folder);
  }

  private Path downloads() {
    return AtlasSettings.downloads(Keys.of(properties::get, environment));
  }

  @Test
  void messageNamesTheWrongSettingAndShowsNoSecret() {
    properties.put("atlas.poll.deadline", "30m");
    assertThatIllegalArgumentException()
        .isThrownBy(this::config)
        .withMessageContaining("atlas.poll.deadline is not an ISO 8601 duration");
    properties.put("atlas.product", "mongo");
    assertThatIllegalArgumentException().isThrownBy(this::config).withMessageContaining("mongo");
    environment.put("ATLAS_PRIVATE_KEY", " ");
    assertThatIllegalArgumentException()
        .isThrownBy(this::config)
        .withMessage("atlas.private-key is not set");
  }

  private AtlasConfig config() {
    return AtlasSettings.of(Keys.of(properties::get, environment));
  }
}
