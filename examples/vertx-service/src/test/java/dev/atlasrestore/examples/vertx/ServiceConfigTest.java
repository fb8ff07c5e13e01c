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

/** What an operator may write, and what they hear if it is wrong. */
class ServiceConfigTest {

  private static final JsonObject SOUND =
      new JsonObject()
          .put("product", "atlas")
          .put("publicKey", "abcdefgh")
          .put("privateKey", "the-private-key");

  @Test
  void whatIsLeftOutHasADefault() {
    ServiceConfig config = ServiceConfig.from(SOUND);
    assertEquals("cloud.mongodb.com", config.atlas().baseUri().getHost());
    assertEquals("127.0.0.1", config.host());
    assertEquals(8080, config.port());
    assertEquals(2, config.instances());
    assertEquals(ThreadingModel.EVENT_LOOP, config.threading());
    assertEquals(Duration.ofSeconds(4), config.atlas().poll().interval());
    assertEquals(Duration.ofMinutes(1), config.atlas().poll().maxInterval());
  }

  @Test
  void anIntervalOfMoreThanAMinuteStays() {
    Duration fiveMinutes = Duration.ofMinutes(5);
    PollPolicy poll = ServiceConfig.from(SOUND.copy().put("pollInterval", "PT5M")).atlas().poll();
    assertEquals(fiveMinutes, poll.interval());
    assertEquals(fiveMinutes, poll.maxInterval());
  }

  @Test
  void opsManagerHasAnAddress() {
    JsonObject json = SOUND.copy().put("product", "ops-manager");
    assertTrue(refusal(json).contains("opsManager, its address, is missing"));
    assertEquals(
        URI.create("https://ops.example.com:8443/api/public/v1.0"),
        ServiceConfig.from(json.put("opsManager", "https://ops.example.com:8443"))
            .atlas()
            .baseUri());
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    String said =
        refusal(
            new JsonObject()
                .put("product", 7)
                .put("publicKey", "abcdefgh")
                .put("port", 70_000)
                .put("instances", "two")
                .put("threading", "fibres")
                .put("pollInterval", "4s")
                .put("privatKey", "the-private-key"));
    for (String part :
        new String[] {
          "product must be a text",
          "privateKey is missing",
          "port must be a whole number from -1 to 65535",
          "instances must be a whole number from 1 to 64",
          "threading must be event-loop, worker or virtual-thread",
          "pollInterval must be a time such as PT4S",
          "privatKey is no setting"
        }) {
      assertTrue(said.contains(part), said);
    }
    assertFalse(said.contains("the-private-key"), said);
  }

  @Test
  void anAddressThatIsNoneIsNotRepeated() {
    String address = "https://user:s3cret@ops manager:8443";
    JsonObject json = SOUND.copy().put("product", "ops-manager").put("opsManager", address);
    String said = refusal(json);
    assertTrue(said.contains("opsManager must be an address such as"), said);
    assertFalse(said.contains("s3cret"), said);
  }

  @Test
  void aProductThatIsNoneIsNamedWithThoseThatAre() {
    assertTrue(
        refusal(SOUND.copy().put("product", "mongo"))
            .contains("product: must be atlas, atlas-gov, cloud-manager or ops-manager"));
  }

  @Test
  void aWrongConfigurationFailsTheDeployment() {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class, () -> RunningService.start(new JsonObject()).close());
    assertTrue(failure.getCause().getMessage().contains("product is missing"));
  }

  @Test
  void aPortInUseFailsTheDeploymentAndLeavesNothing() {
    try (FakeAtlas atlas = RunningService.fakeOpsManager()) {
      JsonObject config = RunningService.config(atlas).put("port", atlas.baseUri().getPort());
      assertThrows(ExecutionException.class, () -> RunningService.start(config).close());
    }
  }

  @Test
  void theMainProgramTakesTheKeyFromTheEnvironment() {
    JsonObject config =
        Main.config(
            Map.of(
                "ATLAS_PRODUCT", "atlas-gov",
                "ATLAS_PUBLIC_KEY", "abcdefgh",
                "ATLAS_PRIVATE_KEY", "the-private-key",
                "LANG", "of no concern"));
    assertEquals("cloud.mongodbgov.com", ServiceConfig.from(config).atlas().baseUri().getHost());
  }

  private static String refusal(JsonObject json) {
    return assertThrows(IllegalArgumentException.class, () -> ServiceConfig.from(json))
        .getMessage();
  }
}
