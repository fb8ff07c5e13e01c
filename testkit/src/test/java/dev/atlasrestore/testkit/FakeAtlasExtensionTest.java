package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FakeAtlasExtension.class)
class FakeAtlasExtensionTest {

  private static final List<FakeAtlas> SEEN = new ArrayList<>();

  private FakeAtlas atlas = null;

  @BeforeAll
  static void forget() {
    SEEN.clear();
  }

  @BeforeEach
  void store(FakeAtlas parameter) {
    atlas = parameter;
  }

  @RepeatedTest(3)
  void eachTestGetsItsOwnRunningFake(FakeAtlas parameter) throws IOException {
    assertThat(parameter).isSameAs(atlas);
    try (RawClient client = new RawClient(parameter.baseUri())) {
      assertThat(client.get("/").readResponse()).startsWith("HTTP/1.1 401 ");
    }
    assertThat(SEEN).doesNotContain(parameter);
    SEEN.forEach(FakeAtlasExtensionTest::assertClosed);
    SEEN.add(parameter);
  }

  @AfterAll
  static void eachFakeIsClosedAfterItsTest() {
    assertThat(SEEN).hasSize(3);
    SEEN.forEach(FakeAtlasExtensionTest::assertClosed);
  }

  private static void assertClosed(FakeAtlas atlas) {
    assertThat(atlas.isClosed()).isTrue();
  }
}
