package dev.atlasrestore.verification.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule of {@link ArchitectureTest} rejects the code that it forbids. The examples are compiled
 * together and imported once; only this test sees them.
 */
class ArchitectureRulesTest {

  private static final String CORE = "dev.atlasrestore";
  private static final String CODEC = "dev.atlasrestore.codec";
  private static final String PROTOCOL = "dev.atlasrestore.protocol";
  private static final String INTERNAL = "dev.atlasrestore.internal.example";
  private static final String JERSEY = "dev.atlasrestore.transport.jersey";
  private static final String REACTOR = "dev.atlasrestore.transport.reactor";
  private static final String VERTX = "dev.atlasrestore.transport.vertx";

  private static final String TIME = "timeAndRandomnessAreArguments";
  private static final String READS = "transportsDoNotReadResponses";
  private static final String BUILDS = "transportsDoNotBuildRequests";
  private static final String SIGNATURES = "publicSignaturesShowNoInternalType";
  private static final String CHECKED = "publicMethodsDeclareNoCheckedException";

  private static final String IMPORTS =
      """
      import dev.atlasrestore.exchange.*;
      import java.io.IOException;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      """;

  /** A public type for the examples of signatures. No rule forbids it. */
  private static final Example INTERNAL_TYPE =
      new Example("", INTERNAL, "public class InternalType {}");

  /**
   * A class that a rule is checked with.
   *
   * @param rule the name of the rule's field
   * @param source the class declaration; it starts with the modifiers
   */
  record Example(String rule, String packageName, String source) {

    String className() {
      return packageName + "." + source.replaceFirst("(?s).*?class (\\w+).*", "$1");
    }

    JavaFileObject file() {
      String path = className().replace('.', '/');
      return new SimpleJavaFileObject(
          URI.create("string:///" + path + ".java"), JavaFileObject.Kind.SOURCE) {
        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
          return "package " + packageName + ";\n" + IMPORTS + source;
        }
      };
    }

    @Override
    public String toString() {
      return rule + " " + source;
    }
  }

  static Stream<Example> rejected() {
    return Stream.of(
        new Example("coreNeedsOnlyTheJdk", CORE, "class Logs { java.util.logging.Logger log; }"),
        new Example("coreNeedsOnlyTheJdk", INTERNAL, "class Sends { java.net.http.HttpClient c; }"),
        new Example("coreNeedsOnlyTheJdk", PROTOCOL, "class Runs { io.vertx.core.Vertx vertx; }"),
        new Example("domainUsesNoOtherPackageOfCore", CORE, "class Domain { HttpRequest r; }"),
        new Example(
            "exchangeAndCodecUseNoProtocol",
            CODEC,
            "class Codec { dev.atlasrestore.protocol.RestoreJobCalls calls; }"),
        new Example(TIME, INTERNAL, "class Starts { Thread thread; }"),
        new Example(TIME, INTERNAL, "class Runs { ExecutorService threads; }"),
        new Example(TIME, INTERNAL, "class Completes { CompletableFuture<String> f; }"),
        new Example(TIME, INTERNAL, "class Ticks { Clock clock; }"),
        new Example(TIME, INTERNAL, "class Now { Instant i = Instant.now(); }"),
        new Example(TIME, INTERNAL, "class NowReference { Supplier<Instant> s = Instant::now; }"),
        new Example(TIME, INTERNAL, "class Nanos { LongSupplier nanos = System::nanoTime; }"),
        new Example(TIME, INTERNAL, "class Millis { LongSupplier m = System::currentTimeMillis; }"),
        new Example(TIME, INTERNAL, "class Seeds { Random r = new java.security.SecureRandom(); }"),
        new Example(
            TIME,
            INTERNAL,
            "class SeedsLater { Supplier<Random> r = java.security.SecureRandom::new; }"),
        new Example(
            "onlyOneClassTouchesFiles",
            PROTOCOL,
            "class Reads { boolean b = java.nio.file.Files.exists(java.nio.file.Path.of(\"\")); }"),
        new Example("onlyOneClassTouchesFiles", INTERNAL, "class Old { java.io.File file; }"),
        new Example(
            "transportsReadNoWallClock", JERSEY, "class Now { Supplier<?> s = Instant::now; }"),
        new Example("transportsReadNoWallClock", JERSEY, "class Ticks { Clock clock; }"),
        new Example(
            "transportsReadNoWallClock",
            JERSEY,
            "class Millis { long now = System.currentTimeMillis(); }"),
        new Example(
            "transportsDoNotUseEachOther",
            JERSEY,
            "class Other { dev.atlasrestore.transport.vertx.VertxRestoreJobs jobs; }"),
        new Example(
            "transportsUseNoInternalsAndNoJson",
            JERSEY,
            "class Inside { dev.atlasrestore.internal.example.InternalType type; }"),
        new Example(
            "transportsUseNoInternalsAndNoJson",
            JERSEY,
            "class Parses { jakarta.json.JsonObject json; }"),
        new Example(
            "onlyClientsChooseACodec",
            JERSEY,
            "class Chooses { Object c = new dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec(); }"),
        new Example(
            READS, JERSEY, "class Reads { int read(HttpResponse r) { return r.status(); } }"),
        new Example(
            READS,
            JERSEY,
            "class ReadsLater { Function<HttpResponse, ?> f = HttpResponse::body; }"),
        new Example(
            BUILDS, JERSEY, "class Gets { Function<java.net.URI, ?> get = HttpRequest::get; }"),
        new Example(
            BUILDS,
            JERSEY,
            "class Signs { HttpRequest r(HttpRequest r) { return r.withHeader(\"a\", \"b\"); } }"),
        new Example(
            BUILDS,
            JERSEY,
            "class Creates { interface New { HttpRequest of(String m, java.net.URI o, String t, List<HttpHeader> h); }"
                + " New make = HttpRequest::new; }"),
        new Example(
            "reactorTransportDoesNotBlock",
            REACTOR,
            "class Blocks { String b(reactor.core.publisher.Mono<String> m) { return m.block(); } }"),
        new Example(
            "reactorTransportDoesNotBlock",
            REACTOR,
            "class BlocksLater { Function<reactor.core.publisher.Mono<String>, String> f ="
                + " reactor.core.publisher.Mono::block; }"),
        new Example(
            "vertxTransportDoesNotBlock",
            VERTX,
            "class Blocks { String b(CompletableFuture<String> f) { return f.join(); } }"),
        new Example(
            "vertxTransportDoesNotBlock",
            VERTX,
            "class BlocksLater { Callable<?> get = new CompletableFuture<String>()::get; }"),
        new Example("clientsAreFinalPorts", JERSEY, "public final class NoPortRestoreJobs {}"),
        new Example(
            "clientsAreFinalPorts",
            JERSEY,
            "public abstract class OpenRestoreJobs implements dev.atlasrestore.RestoreJobPort<String> {}"),
        new Example("otherClassesOfTransportsAreNotPublic", JERSEY, "public class PublicRunner {}"),
        new Example(
            SIGNATURES,
            PROTOCOL,
            "public class Returns { public dev.atlasrestore.internal.example.InternalType get() {"
                + " return null; } }"),
        new Example(
            SIGNATURES,
            PROTOCOL,
            "public class Takes { public Takes(List<dev.atlasrestore.internal.example.InternalType> l)"
                + " {} }"),
        new Example(
            CHECKED, CORE, "public class Reads { public void read() throws IOException {} }"),
        new Example(
            CHECKED,
            JERSEY,
            "public class Opens { public Opens() throws InterruptedException {} }"),
        new Example(
            "testKitNeedsOnlyCoreAndJUnit",
            "dev.atlasrestore.testkit",
            "class Asserts { org.assertj.core.api.Assertions assertions; }"),
        new Example(
            "packagesHaveNoCycles",
            "dev.atlasrestore.one",
            "public class One { dev.atlasrestore.two.Two two; }"),
        new Example(
            "packagesHaveNoCycles",
            "dev.atlasrestore.two",
            "public class Two { dev.atlasrestore.one.One one; }"),
        new Example(
            "noClassIsAProvider", JERSEY, "@jakarta.ws.rs.ext.Provider class Registers {}"));
  }

  static Stream<Example> accepted() {
    return Stream.of(
        new Example(
            READS,
            JERSEY,
            "class CreatesResponse { HttpResponse r = HttpResponse.of(200, List.of(), new byte[0]); }"),
        new Example(BUILDS, JERSEY, "class Sends { Object s(HttpRequest r) { return r.uri(); } }"),
        new Example(CHECKED, JERSEY, "class Hidden { public void close() throws IOException {} }"),
        new Example(
            CHECKED,
            JERSEY,
            "public class Unchecked { public void run() throws IllegalStateException {} }"),
        new Example(
            SIGNATURES,
            PROTOCOL,
            "public class KeepsInside { dev.atlasrestore.internal.example.InternalType type; }"));
  }

  private static JavaClasses classes;

  @BeforeAll
  static void compile(@TempDir Path folder) {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no JDK");
    List<JavaFileObject> files =
        Stream.of(rejected(), accepted(), Stream.of(INTERNAL_TYPE))
            .flatMap(examples -> examples)
            .map(Example::file)
            .toList();
    List<String> options =
        List.of(
            "-d",
            folder.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "-proc:none");
    assertThat(compiler.getTask(null, null, null, options, null, files).call())
        .as("The examples compile")
        .isTrue();
    classes = new ClassFileImporter().importPath(folder);
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void ruleRejectsForbiddenCode(Example example) throws ReflectiveOperationException {
    assertThat(violations(example)).anyMatch(line -> line.contains(example.className()));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void ruleAcceptsAllowedCode(Example example) throws ReflectiveOperationException {
    assertThat(violations(example)).noneMatch(line -> line.contains(example.className()));
  }

  @Test
  void everyRuleHasAnExample() {
    assertThat(rejected().map(Example::rule).collect(toSet()))
        .isEqualTo(
            Arrays.stream(ArchitectureTest.class.getDeclaredFields())
                .filter(field -> field.getType() == ArchRule.class)
                .map(Field::getName)
                .collect(toSet()));
  }

  private static List<String> violations(Example example) throws ReflectiveOperationException {
    ArchRule rule = (ArchRule) ArchitectureTest.class.getDeclaredField(example.rule()).get(null);
    return rule.evaluate(classes).getFailureReport().getDetails();
  }
}
