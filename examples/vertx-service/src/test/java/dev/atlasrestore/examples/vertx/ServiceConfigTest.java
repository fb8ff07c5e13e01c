package dev.atlasrestore.examples.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.testkit.FakeAtlas;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Tests the settings of the service and the messages for wrong settings. */
class ServiceConfigTest {

  private static final JsonObject VALID =
      new JsonObject()
          .put("product", "atlas")
          .put("publicKey", "abcdefgh")
          .put("privateKey", "the-private-key")
          .put("downloads", "target");

  @Test
  void optionalSettingsHaveDefaults() {
    ServiceConfig config = ServiceConfig.from(VALID);
    assertEquals("cloud.mongodb.com", config.atlas().baseUri().getHost());
    assertEquals("127.0.0.1", config.host());
    assertEquals(8080, config.port());
    assertEquals(2, config.instances());
    assertEquals(ThreadingModel.EVENT_LOOP, config.threading());
    assertEquals(Duration.ofSeconds(4), config.atlas().poll().interval());
    assertEquals(Duration.ofMinutes(1), config.atlas().poll().maxInterval());
  }

  @Test
  void pollIntervalOfMoreThanAMinuteStaysConstant() {
    Duration fiveMinutes = Duration.ofMinutes(5);
    PollPolicy poll = ServiceConfig.from(VALID.copy().put("pollInterval", "PT5M")).atlas().poll();
    assertEquals(fiveMinutes, poll.interval());
    assertEquals(fiveMinutes, poll.maxInterval());
  }

  @Test
  void opsManagerNeedsAnAddress() {
    JsonObject json = VALID.copy().put("product", "ops-manager");
    assertTrue(errorOf(json).contains("opsManager must hold its address"));
    assertEquals(
        URI.create("https://ops.example.com:8443/api/public/v1.0"),
        ServiceConfig.from(json.put("opsManager", "https://ops.example.com:8443"))
            .atlas()
            .baseUri());
  }

  @Test
  void allErrorsAreReportedTogether() {
    String message =
        errorOf(
            new JsonObject()
                .put("product", 7)
                .put("publicKey", "abcdefgh")
                .put("port", 70_000)
                .put("instances", "two")
                .put("threading", "fibres")
                .put("pollInterval", "4s")
                .put("downloads", "no-such-folder")
                .put("privatKey", "the-private-key"));
    for (String part :
        new String[] {
          "product must be a string",
          "privateKey is missing",
          "port must be a whole number from -1 to 65535",
          "instances must be a whole number from 1 to 64",
          "threading must be event-loop, worker or virtual-thread",
          "pollInterval must be a positive duration such as PT4S",
          "downloads must name a folder that exists",
          "privatKey is not a setting"
        }) {
      assertTrue(message.contains(part), message);
    }
    assertFalse(message.contains("the-private-key"), message);
  }

  @Test
  void messageDoesNotShowAnInvalidAddress() {
    String address = "https://user:s3cret@ops manager:8443";
    JsonObject json = VALID.copy().put("product", "ops-manager").put("opsManager", address);
    String message = errorOf(json);
    assertTrue(message.contains("opsManager must be a URI such as"), message);
    assertFalse(message.contains("s3cret"), message);
  }

  @Test
  void messageListsTheValidProducts() {
    assertTrue(
        errorOf(VALID.copy().put("product", "mongo"))
            .contains("product: must be atlas, atlas-gov, cloud-manager or ops-manager"));
  }

  @Test
  void wrongConfigurationFailsTheDeployment() {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class, () -> RunningService.start(new JsonObject()).close());
    assertTrue(failure.getCause().getMessage().contains("product is missing"));
  }

  @Test
  void portInUseFailsTheDeployment() {
    try (FakeAtlas atlas = RunningService.fakeOpsManager()) {
      JsonObject config = RunningService.config(atlas).put("port", atlas.baseUri().getPort());
      assertThrows(ExecutionException.class, () -> RunningService.start(config).close());
    }
  }

  @Test
  void mainReadsTheKeyFromTheEnvironment() {
    JsonObject config =
        Main.config(
            Map.of(
                "ATLAS_PRODUCT", "atlas-gov",
                "ATLAS_PUBLIC_KEY", "abcdefgh",
                "ATLAS_PRIVATE_KEY", "the-private-key",
                "ATLAS_DOWNLOADS", "target",
                "LANG", "ignored"));
    assertEquals("cloud.mongodbgov.com", ServiceConfig.from(config).atlas().baseUri().getHost());
  }

  private static String errorOf(JsonObject json) {
    return assertThrows(IllegalArgumentException.class, () -> ServiceConfig.from(json))
        .getMessage();
  }
}
