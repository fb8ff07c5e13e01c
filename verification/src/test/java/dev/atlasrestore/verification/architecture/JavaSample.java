package dev.atlasrestore.verification.architecture;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * A Java code block of a page that can be compiled and run. A block is a program, a test class or a
 * list of statements. Statements become a method of the class in {@link #SURROUNDINGS}, which
 * declares the variables that pages use without a declaration.
 *
 * <p>Three replacements are made. The configuration refers to the fake service instead of Atlas.
 * Files are downloaded into the folder of the test. After a statement that creates a {@code Mono},
 * a statement is added that waits for its result.
 */
final class JavaSample {

  private static final String IMPORTS =
      """
      import static org.assertj.core.api.Assertions.*;
      import dev.atlasrestore.*;
      import dev.atlasrestore.codec.*;
      import dev.atlasrestore.exchange.*;
      import dev.atlasrestore.testkit.*;
      import dev.atlasrestore.transport.jersey.*;
      import dev.atlasrestore.transport.reactor.*;
      import dev.atlasrestore.transport.vertx.*;
      import io.netty.handler.ssl.SslContext;
      import io.netty.handler.ssl.SslContextBuilder;
      import io.vertx.core.Future;
      import io.vertx.core.Vertx;
      import io.vertx.core.net.PemTrustOptions;
      import io.vertx.core.net.ProxyOptions;
      import io.vertx.ext.web.client.WebClient;
      import io.vertx.ext.web.client.WebClientOptions;
      import jakarta.ws.rs.client.Client;
      import java.io.File;
      import java.net.URI;
      import java.nio.file.Path;
      import java.security.KeyStore;
      import java.time.*;
      import java.util.*;
      import javax.net.ssl.SSLContext;
      import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
      import org.glassfish.jersey.client.ClientConfig;
      import org.glassfish.jersey.client.ClientProperties;
      import org.glassfish.jersey.client.JerseyClientBuilder;
      import org.junit.jupiter.api.*;
      import org.junit.jupiter.api.extension.*;
      import reactor.core.publisher.*;
      import reactor.netty.http.client.HttpClient;
      import reactor.netty.transport.ProxyProvider;
      """;

  private static final String SURROUNDINGS =
      """
      public final class Sample {
        final HttpClient httpClient = HttpClient.create();
        final RestoreJobRef ref = RestoreJobFixtures.ref();
        final List<RestoreJobRef> refs = List.of(ref);
        final RestoreJob job = RestoreJobFixtures.available();
        final String groupId = ref.groupId();
        final String jobId = ref.jobId();
        final String batchId = RestoreJobFixtures.finished().batchId().orElseThrow();
        final String publicKey = "public";
        final String privateKey = "private";
        final SSLContext sslContext = SSLContext.getDefault();
        final File caFile = new File("src/test/resources/ca.pem");
        FakeAtlas fake;
        AtlasConfig config;
        Vertx vertx;
        JerseyRestoreJobs jerseyJobs;
        ReactorRestoreJobs reactorJobs;
        VertxRestoreJobs vertxJobs;

        Sample() throws Exception {}

        public static void run(FakeAtlas fake, Vertx vertx) throws Exception {
          Sample sample = new Sample();
          sample.fake = fake;
          sample.config = fake.config();
          sample.vertx = vertx;
          try (JerseyRestoreJobs jersey = JerseyRestoreJobs.create(sample.config);
              ReactorRestoreJobs reactor = ReactorRestoreJobs.create(sample.config);
              VertxRestoreJobs onVertx = VertxRestoreJobs.create(vertx, sample.config)) {
            sample.jerseyJobs = jersey;
            sample.reactorJobs = reactor;
            sample.vertxJobs = onVertx;
            sample.run();
          }
        }

        void report(String text) {
          assertThat(text).isNotEmpty();
        }

        RestoreJob myCode(AtlasConfig config) {
          try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config)) {
            return jobs.get(ref);
          }
        }

        void run() throws Exception {
      """;

  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);
  private static final Pattern CLIENT_METHOD = Pattern.compile("[jJ]obs\\.(?!create)");
  private static final Pattern TEST_CLASS = Pattern.compile("(?m)^class (\\w+)");
  private static final Pattern PROGRAM = Pattern.compile("(?m)^public class (\\w+)");

  private final CodeBlock block;
  private final Optional<String> testClass;
  private final Optional<String> program;

  JavaSample(CodeBlock block) {
    this.block = block;
    this.testClass = name(TEST_CLASS.matcher(block.text()));
    this.program = name(PROGRAM.matcher(block.text()));
  }

  private static Optional<String> name(Matcher declared) {
    return declared.find() ? Optional.of(declared.group(1)) : Optional.empty();
  }

  /** Compiles the block into the folder. Errors name the line of the page. */
  void compile(Path folder, FakeAtlas fake) throws IOException {
    boolean statements = testClass.isEmpty() && program.isEmpty();
    String before = program.isPresent() ? "" : statements ? IMPORTS + SURROUNDINGS : IMPORTS;
    String after = statements ? "  }\n}\n" : "";
    Path file = folder.resolve(program.orElse("Sample") + ".java");
    Files.writeString(
        file, before + text(fake, Files.createDirectory(folder.resolve("downloads"))) + after);
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no JDK");
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      List<String> options =
          List.of(
              "-d",
              folder.toString(),
              "-classpath",
              System.getProperty("java.class.path"),
              "-proc:none",
              "-Xlint:deprecation,removal,unchecked",
              "-Werror");
      boolean compiled =
          compiler
              .getTask(null, files, diagnostics, options, null, files.getJavaFileObjects(file))
              .call();
      long offset = block.line() - 1 - before.lines().count();
      assertThat(compiled)
          .withFailMessage(
              () ->
                  diagnostics.getDiagnostics().stream()
                      .map(diagnostic -> onPage(diagnostic, offset))
                      .collect(joining("\n")))
          .isTrue();
    }
  }

  private String text(FakeAtlas fake, Path downloads) {
    ApiKey key = fake.config().key();
    String config =
        "AtlasConfig.of(java.net.URI.create(\"%s\"), new ApiKey(\"%s\", \"%s\"));"
            .formatted(fake.baseUri(), key.publicKey(), key.privateKey());
    return block
        .text()
        .replace("Path.of(\".\")", "Path.of(\"%s\")".formatted(downloads))
        .replaceAll("AtlasConfig\\.atlas\\([^;]*\\);", config)
        .replaceAll("(?m)^(Mono<\\w+> (\\w+) = .*)$", "$1\n$2.block();");
  }

  private String onPage(Diagnostic<?> diagnostic, long offset) {
    long line = diagnostic.getLineNumber() + offset;
    return block.page() + ":" + line + ": " + diagnostic.getMessage(null);
  }

  /** Whether the block sends requests to the fake service that the test started. */
  boolean sendsRequests() {
    return testClass.isEmpty()
        && !block.text().contains("FakeAtlas.start(")
        && CLIENT_METHOD.matcher(block.text()).find();
  }

  /** Runs the compiled block. Returns when nothing that it started is under way any more. */
  void run(Path folder, FakeAtlas fake, Vertx vertx) throws Exception {
    if (program.isPresent()) {
      runProgram(folder, program.get());
      return;
    }
    URL[] classPath = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classPath, getClass().getClassLoader())) {
      if (testClass.isPresent()) {
        runTests(loader.loadClass(testClass.get()));
        return;
      }
      loader
          .loadClass("Sample")
          .getMethod("run", FakeAtlas.class, Vertx.class)
          .invoke(null, fake, vertx);
    } catch (InvocationTargetException e) {
      throw new AssertionError(block + " failed: " + e.getCause(), e.getCause());
    }
  }

  /** In a JVM of its own, because a program may go on after its main method has returned. */
  private void runProgram(Path folder, String mainClass) throws Exception {
    Path output = folder.resolve("output.txt");
    RestoreJobRef ref = RestoreJobFixtures.ref();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                mainClass,
                ref.groupId(),
                ref.cluster(),
                ref.jobId())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS))
          .withFailMessage(() -> block + " does not end: " + text(output))
          .isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue()).as(text(output)).isZero();
    assertThat(text(output)).as(block.toString()).doesNotContain("Exception");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void runTests(Class<?> tests) {
    SummaryGeneratingListener results = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            results);
    assertThat(results.getSummary().getFailures())
        .withFailMessage(
            () -> block + " failed: " + results.getSummary().getFailures().get(0).getException())
        .isEmpty();
    assertThat(results.getSummary().getTestsSucceededCount()).as(block + " has tests").isPositive();
  }
}
