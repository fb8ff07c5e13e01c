package dev.atlasrestore.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

/**
 * Checks the code blocks of all Markdown pages. Java is compiled and run, or is an excerpt of a
 * file of the build; XML and Gradle must name artifacts of the BOM; shell commands must be in
 * {@code .ci/run}.
 */
@ExtendWith(FakeAtlasExtension.class)
class PagesTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> LANGUAGES = Set.of("java", "xml", "kotlin", "sh");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(atlas-restore-.*?)<");
  private static final Pattern COORDINATES =
      Pattern.compile("\"dev\\.atlasrestore:(atlas-restore-[a-z-]+)(?::([^\"]+))?\"");
  private static final Pattern ELLIPSIS = Pattern.compile("(?m)^\\s*…\\n");
  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

  @TempDir Path folder = Path.of("");
  private final Vertx vertx = Vertx.vertx();
  private FakeAtlas fake = null;

  @BeforeEach
  void storeAJob(FakeAtlas atlas) {
    fake = atlas;
    fake.archive(RestoreJobFixtures.ref(), 1_000);
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
        .filter(block -> block.language().equals(language))
        .filter(block -> block.notRunReason().isEmpty() && block.source().isEmpty());
  }

  static Stream<CodeBlock> excerpts() {
    return CodeBlock.all(PROJECT).stream().filter(block -> block.source().isPresent());
  }

  @Test
  void everyBlockHasAKnownLanguageOrAReason() {
    assertThat(CodeBlock.all(PROJECT))
        .isNotEmpty()
        .allMatch(
            block -> LANGUAGES.contains(block.language()) || block.notRunReason().isPresent());
  }

  @ParameterizedTest
  @MethodSource("javaBlocks")
  void javaBlockCompilesAndRuns(CodeBlock block) throws Exception {
    JavaSample sample = new JavaSample(block);
    sample.compile(folder, fake);
    sample.run(folder, fake, vertx);

    assertThat(!sample.sendsRequests() || fake.awaitRequests(2, TIME_LIMIT))
        .as("the fake service has received requests")
        .isTrue();
  }

  /** Ignores the indentation. A line with an ellipsis stands for any lines of the file. */
  @ParameterizedTest
  @MethodSource("excerpts")
  void excerptIsPartOfItsFile(CodeBlock block) throws Exception {
    Path file = PROJECT.resolve(block.source().orElseThrow());
    String source = withoutIndentation(Files.readString(file));
    for (String part : ELLIPSIS.split(block.text(), -1)) {
      assertThat(source).as(block.toString()).contains(withoutIndentation(part));
    }
  }

  private static String withoutIndentation(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  @ParameterizedTest
  @MethodSource("xmlBlocks")
  void xmlBlockNamesArtifactsOfTheBom(CodeBlock block) throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader("<all>" + block.text() + "</all>")));
    String bom = Files.readString(PROJECT.resolve("bom/pom.xml"));
    Matcher artifact = ARTIFACT.matcher(block.text());
    while (artifact.find()) {
      assertThat(bom).contains("<artifactId>" + artifact.group(1) + "</artifactId>");
    }
    if (block.text().contains("<version>")) {
      assertThat(version(block.text())).isEqualTo("<version>" + projectVersion() + "</version>");
    }
  }

  @ParameterizedTest
  @MethodSource("shellBlocks")
  void shellBlockIsPartOfTheCiScript(CodeBlock block) throws Exception {
    List<String> ciScript = Files.readAllLines(PROJECT.resolve(".ci/run"));
    assertThat(block.text().lines().map(line -> line.replaceAll("\\s+#.*", "")))
        .isSubsetOf(ciScript);
  }

  @ParameterizedTest
  @MethodSource("gradleBlocks")
  void gradleBlockNamesArtifactsOfTheBom(CodeBlock block) throws Exception {
    String bom = Files.readString(PROJECT.resolve("bom/pom.xml"));
    List<MatchResult> named = COORDINATES.matcher(block.text()).results().toList();

    assertThat(named).isNotEmpty();
    for (MatchResult artifact : named) {
      assertThat(bom).contains("<artifactId>" + artifact.group(1) + "</artifactId>");
      if (artifact.group(2) != null) {
        assertThat(artifact.group(2)).isEqualTo(projectVersion());
      }
    }
  }

  private static String projectVersion() throws IOException {
    return Files.readString(PROJECT.resolve("pom.xml"))
        .replaceAll("(?s).*<revision>(.*?)</revision>.*", "$1");
  }

  private static String version(String pom) {
    return pom.replaceAll("(?s).*?(<version>.*?</version>).*", "$1");
  }
}
