package dev.atlasrestore.verification.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The BOM manages every published artifact and nothing else. */
class BomTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pom BOM = Pom.read(PROJECT.resolve("bom/pom.xml"));

  @Test
  void bomManagesEveryPublishedArtifactAndNothingElse() {
    List<String> managed =
        BOM.all("dependencyManagement", "dependencies", "dependency").stream()
            .map(artifact -> artifact.text("artifactId").orElseThrow())
            .toList();
    List<String> published =
        Pom.read(PROJECT.resolve("pom.xml")).all("modules", "module").stream()
            .map(module -> module.element().getTextContent().strip())
            .map(module -> Pom.read(PROJECT.resolve(module).resolve("pom.xml")))
            .filter(pom -> pom.text("properties", "flatten.mode").equals(Optional.of("oss")))
            .map(pom -> pom.text("artifactId").orElseThrow())
            .toList();

    assertThat(published).isNotEmpty();
    assertThat(managed).containsExactlyInAnyOrderElementsOf(published);
    assertThat(BOM.all("dependencyManagement", "dependencies", "dependency"))
        .allMatch(artifact -> artifact.text("version").equals(Optional.of("${project.version}")))
        .allMatch(artifact -> artifact.text("groupId").equals(Optional.of("dev.atlasrestore")));
  }

  @Test
  void ciScriptPublishesEveryModuleOfTheBom() throws IOException {
    String script = Files.readString(PROJECT.resolve(".ci/lib"));
    int modules = BOM.all("dependencyManagement", "dependencies", "dependency").size();
    String published =
        script
            .lines()
            .filter(line -> line.startsWith("published="))
            .findFirst()
            .orElseThrow()
            .substring("published=".length());

    assertThat(published.split(",", -1))
        .hasSize(modules + 1)
        .contains("bom")
        .doesNotHaveDuplicates();
  }

  @Test
  void installedBomHasNoParentAndNoProperties() {
    Pom installed = Pom.read(PROJECT.resolve("bom/.flattened-pom.xml"));

    assertThat(installed.children("parent")).isEmpty();
    assertThat(installed.children("properties")).isEmpty();
    assertThat(installed.children("build")).isEmpty();
    assertThat(installed.all("dependencyManagement", "dependencies", "dependency"))
        .hasSameSizeAs(BOM.all("dependencyManagement", "dependencies", "dependency"));
  }
}
