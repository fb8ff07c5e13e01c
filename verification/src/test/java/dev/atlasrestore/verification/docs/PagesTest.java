package dev.atlasrestore.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Vertx;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** What the pages show is true: every block is compiled and run, or says why it is not. */
@ExtendWith(FakeAtlasExtension.class)
class PagesTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> KNOWN = Set.of("java", "xml", "kotlin", "sh");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(atlas-restore-.*?)<");
  private static final Pattern COORDINATES =
      Pattern.compile("\"dev\\.atlasrestore:(atlas-restore-[a-z-]+)(?::([^\"]+))?\"");
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder = Path.of("");
  private final Vertx vertx = Vertx.vertx();
  private FakeAtlas fake = null;

  @BeforeEach
  void storeAJob(FakeAtlas atlas) {
    fake = atlas;
    fake.put(RestoreJobFixtures.ref(), RestoreJobFixtures.finished());
  }

  @AfterEach
  void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  static Stream<CodeBlock> javaBlocks() {
    return blocks("java");
  }

  static Stream<CodeBlock> xmlBlocks() {
    return blocks("xml");
  }

  static Stream<CodeBlock> shellBlocks() {
    return blocks("sh");
  }

  static Stream<CodeBlock> gradleBlocks() {
    return blocks("kotlin");
  }

  private static Stream<CodeBlock> blocks(String language) {
    return CodeBlock.all(PROJECT).stream()
        .filter(block -> block.language().equals(language) && block.excuse().isEmpty());
  }

  @Test
  void everyBlockSaysWhatItIs() {
    assertThat(CodeBlock.all(PROJECT))
        .isNotEmpty()
        .allMatch(block -> KNOWN.contains(block.language()) || block.excuse().isPresent());
  }

  @ParameterizedTest
  @MethodSource("javaBlocks")
  void javaCompilesAndRuns(CodeBlock block) throws Exception {
    Sample sample = new Sample(block);
    sample.compile(folder, fake);
    sample.run(folder, fake, vertx);

    assertThat(!sample.asksTheFake() || fake.awaitRequests(2, SOON)).as("it asks").isTrue();
  }

  @ParameterizedTest
  @MethodSource("xmlBlocks")
  void xmlNamesArtifactsThatThereAre(CodeBlock block) throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader("<all>" + block.text() + "</all>")));
    String bom = Files.readString(PROJECT.resolve("bom/pom.xml"));
    Matcher artifact = ARTIFACT.matcher(block.text());
    while (artifact.find()) {
      assertThat(bom).contains("<artifactId>" + artifact.group(1) + "</artifactId>");
    }
    if (block.text().contains("<version>")) {
      assertThat(bom).contains(version(block.text()));
    }
  }

  @ParameterizedTest
  @MethodSource("shellBlocks")
  void shellIsWhatTheBuildServerRuns(CodeBlock block) throws Exception {
    List<String> run = Files.readAllLines(PROJECT.resolve(".ci/run"));
    assertThat(block.text().lines().map(line -> line.replaceAll("\\s+#.*", ""))).isSubsetOf(run);
  }

  @ParameterizedTest
  @MethodSource("gradleBlocks")
  void gradleNamesArtifactsThatThereAre(CodeBlock block) throws Exception {
    String bom = Files.readString(PROJECT.resolve("bom/pom.xml"));
    List<MatchResult> named = COORDINATES.matcher(block.text()).results().toList();

    assertThat(named).isNotEmpty();
    for (MatchResult artifact : named) {
      assertThat(bom).contains("<artifactId>" + artifact.group(1) + "</artifactId>");
      if (artifact.group(2) != null) {
        assertThat(bom).contains("<version>" + artifact.group(2) + "</version>");
      }
    }
  }

  private static String version(String pom) {
    return pom.replaceAll("(?s).*?(<version>.*?</version>).*", "$1");
  }
}
