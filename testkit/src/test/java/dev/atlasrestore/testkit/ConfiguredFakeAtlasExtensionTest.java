package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}
