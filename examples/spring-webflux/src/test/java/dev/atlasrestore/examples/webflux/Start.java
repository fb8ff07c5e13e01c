package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.testkit.FakeAtlas;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Starts the application with environment variables as its only settings, as a process would. */
final class Start {

  private static final String VARIABLES =
      StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

  private Start() {}

  static ConfigurableApplicationContext on(Map<String, String> variables) {
    Map<String, Object> all = new HashMap<>(variables);
    all.put("SERVER_ADDRESS", "127.0.0.1");
    all.put("SERVER_PORT", "0");
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(VARIABLES, new SystemEnvironmentPropertySource(VARIABLES, all));
    return new SpringApplicationBuilder(RestoreApplication.class).environment(environment).run();
  }

  static Map<String, String> environmentOf(FakeAtlas atlas) {
    ApiKey key = atlas.config().key();
    return Map.of(
        "ATLAS_PRODUCT", "ops-manager",
        "ATLAS_HOST", FakeService.hostOf(atlas),
        "ATLAS_PUBLIC_KEY", key.publicKey(),
        "ATLAS_PRIVATE_KEY", key.privateKey(),
        "ATLAS_DOWNLOADS", FakeService.FOLDER.toString());
  }

  static WebTestClient web(ConfigurableApplicationContext application) {
    return FakeService.webClient(
        application.getEnvironment().getRequiredProperty("local.server.port", int.class));
  }
}
