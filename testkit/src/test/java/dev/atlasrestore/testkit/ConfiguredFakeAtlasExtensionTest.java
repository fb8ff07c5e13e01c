package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

class ConfiguredFakeAtlasExtensionTest {

  @RegisterExtension
  static final FakeAtlasExtension FAKES =
      FakeAtlasExtension.of(FakeAtlas.builder().basePath("/api/public/v1.0"));

  private static final Set<FakeAtlas> SEEN = new HashSet<>();

  @RepeatedTest(2)
  void eachTestGetsItsOwnConfiguredFake(FakeAtlas atlas) {
    assertThat(atlas.baseUri().getPath()).isEqualTo("/api/public/v1.0");
    assertThat(SEEN.add(atlas)).isTrue();
  }

  /** Fails on purpose. JUnit does not find it by itself. */
  @ExtendWith(FakeAtlasExtension.class)
  static class Failing {
    @Test
    void failsAfterARequest(FakeAtlas atlas) throws IOException {
      try (RawClient client = new RawClient(atlas.baseUri())) {
        client.get("/requested").readResponse();
      }
      fail("on purpose");
    }
  }

  @Test
  void failedTestPrintsTheRequestsOfItsFake() {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      EngineTestKit.engine("junit-jupiter").selectors(selectClass(Failing.class)).execute();
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("failsAfterARequest", "GET /requested (without credentials) -> 401");
  }
}
