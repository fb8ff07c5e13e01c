package dev.atlasrestore.verification.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.BoundedBody;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.RunningCall;
import java.io.File;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The architecture rules: core decides, transports send bytes and wait, applications use the
 * result. {@link ArchitectureRulesTest} shows for each rule code that it rejects.
 *
 * <p>Rules about methods use {@link #use}: ArchUnit's {@code callMethod} does not find method
 * references.
 */
@AnalyzeClasses(packages = "dev.atlasrestore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String DOMAIN = "dev.atlasrestore";
  private static final String EXCHANGE = "dev.atlasrestore.exchange..";
  private static final String CODEC = "dev.atlasrestore.codec";
  private static final String JSONB_CODEC = "dev.atlasrestore.codec.jsonb..";
  private static final String PROTOCOL = "dev.atlasrestore.protocol";
  private static final String INTERNAL = "dev.atlasrestore.internal..";
  private static final String INTERNAL_TEXT = "dev.atlasrestore.internal.text";
  private static final String TRANSPORTS = "dev.atlasrestore.transport..";
  private static final String TEST_KIT = "dev.atlasrestore.testkit..";
  private static final String[] CORE = {DOMAIN, EXCHANGE, CODEC, INTERNAL, PROTOCOL};
  private static final String[] PUBLIC_CORE = {DOMAIN, EXCHANGE, CODEC, PROTOCOL};

  private static final DescribedPredicate<JavaClass> PRIMITIVE =
      describe("primitive", type -> type.getBaseComponentType().isPrimitive());

  @ArchTest
  static final ArchRule coreNeedsOnlyTheJdk =
      classes()
          .that(resideInAnyPackage(CORE))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE)
                  .or(resideInAPackage("org.jspecify.annotations"))
                  .or(resideInAPackage("com.google.auto.value.."))
                  .or(
                      resideInAPackage("java..")
                          .and(not(resideInAnyPackage("java.net.http..", "java.util.logging.."))))
                  .or(PRIMITIVE))
          .because(
              "every application gets core, so core adds no HTTP client, no logger and no library");

  @ArchTest
  static final ArchRule domainUsesNoOtherPackageOfCore =
      noClasses()
          .that(resideInAPackage(DOMAIN))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(EXCHANGE, CODEC, INTERNAL, PROTOCOL)
                  .and(not(resideInAPackage(INTERNAL_TEXT))))
          .because(
              "a value does not depend on how it is fetched or parsed; the functions on text are"
                  + " below all other packages");

  @ArchTest
  static final ArchRule exchangeAndCodecUseNoProtocol =
      noClasses()
          .that(resideInAnyPackage(EXCHANGE, CODEC))
          .should()
          .dependOnClassesThat(resideInAnyPackage(INTERNAL, PROTOCOL))
          .because("transports and codecs see these packages, but not the protocol behind them");

  @ArchTest
  static final ArchRule timeAndRandomnessAreArguments =
      noClasses()
          .that(resideInAnyPackage(EXCHANGE, INTERNAL))
          .and()
          // a runner gives RunningCall the executor for work that may block
          .doNotBelongToAnyOf(ElapsedClock.class, RunningCall.class)
          .should()
          .dependOnClassesThat(
              assignableTo(Thread.class)
                  .or(assignableTo(Executor.class))
                  .or(assignableTo(CompletableFuture.class))
                  .or(assignableTo(Clock.class)))
          .orShould(use(Instant.class, "now"))
          .orShould(use(System.class, "nanoTime|currentTimeMillis"))
          .orShould(use(SecureRandom.class, "<init>"))
          .because(
              "a test of a wait of days then takes milliseconds, and no code blocks an event loop");

  @ArchTest
  static final ArchRule onlyOneClassTouchesFiles =
      noClasses()
          .that(resideInAnyPackage(CORE))
          .and()
          .doNotHaveSimpleName("ArchiveFile")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.channels..")
                  .or(assignableTo(Files.class))
                  .or(assignableTo(File.class)))
          .because("files block, so their use must be easy to find");

  @ArchTest
  static final ArchRule transportsReadNoWallClock =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should(use(Instant.class, "now"))
          .orShould(use(System.class, "currentTimeMillis"))
          .orShould()
          .dependOnClassesThat(assignableTo(Clock.class))
          .because("a wall clock can jump, and each deadline would jump with it");

  @ArchTest
  static final ArchRule transportsDoNotUseEachOther =
      slices()
          .matching("dev.atlasrestore.transport.(*)..")
          .should()
          .notDependOnEachOther()
          .because("an application takes one transport without the libraries of the others");

  @ArchTest
  static final ArchRule transportsUseNoInternalsAndNoJson =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  INTERNAL, "jakarta.json..", "com.fasterxml..", "org.eclipse.yasson.."))
          .because("core implements the protocol, and a codec parses JSON");

  @ArchTest
  static final ArchRule onlyClientsChooseACodec =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .and(not(simpleNameEndingWith("RestoreJobs")))
          .should()
          .dependOnClassesThat(resideInAPackage(JSONB_CODEC))
          .because("a transport must work without JSON-B if the user passes a codec");

  @ArchTest
  static final ArchRule transportsDoNotReadResponses =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should(use(HttpResponse.class, "(?!of$).*"))
          .because("only core interprets responses; a transport only creates them");

  @ArchTest
  static final ArchRule transportsDoNotBuildRequests =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should(use(HttpRequest.class, "<init>|get|withHeader"))
          .because("core signs the request, so each byte of it must be sent as it is");

  @ArchTest
  static final ArchRule reactorTransportDoesNotBlock =
      noClasses()
          .that(resideInAPackage("dev.atlasrestore.transport.reactor.."))
          .should(use("", "block|blockFirst|blockLast|blockOptional|toIterable|toStream"))
          .because("a blocked event loop stops every connection on it");

  @ArchTest
  static final ArchRule vertxTransportDoesNotBlock =
      noClasses()
          .that(resideInAPackage("dev.atlasrestore.transport.vertx.."))
          .should(use("java.util.concurrent.", "join|get|await"))
          .orShould(use("io.vertx.core.Future", "join|get|await"))
          .because("a blocked event loop stops every connection on it");

  @ArchTest
  static final ArchRule clientsAreFinalPorts =
      classes()
          .that(resideInAPackage(TRANSPORTS))
          .and()
          .haveSimpleNameEndingWith("RestoreJobs")
          .should()
          .bePublic()
          .andShould()
          .haveModifier(JavaModifier.FINAL)
          .andShould()
          .beAssignableTo(RestoreJobPort.class)
          .because("applications can depend on the port, and no application extends a client");

  @ArchTest
  static final ArchRule otherClassesOfTransportsAreNotPublic =
      classes()
          .that(resideInAPackage(TRANSPORTS))
          .and(not(simpleNameEndingWith("RestoreJobs")))
          .and()
          .doNotHaveSimpleName("RestoreWatch") // a client returns it
          .and()
          .areTopLevelClasses()
          .and()
          .haveNameNotMatching(".*package-info")
          .should()
          .notBePublic()
          .because("a runner can then change without a break of the API");

  @ArchTest
  static final ArchRule publicSignaturesShowNoInternalType =
      noCodeUnits()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(
              resideInAnyPackage(PUBLIC_CORE).and(modifier(JavaModifier.PUBLIC)))
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should(mentionInternalTypes())
          .because("a user cannot name a type of a package that is not exported");

  @ArchTest
  static final ArchRule publicMethodsDeclareNoCheckedException =
      noCodeUnits()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(
              resideInAnyPackage(PUBLIC_CORE)
                  .and(not(assignableTo(BodySink.class))) // the runner catches what a sink throws
                  .and(not(assignableTo(BoundedBody.class))) // throws what its stream throws
                  .or(resideInAnyPackage(JSONB_CODEC, TRANSPORTS))
                  // a class that is not public may override a method of its stack, such as
                  // Apache's connection, which throws IOException
                  .and(modifier(JavaModifier.PUBLIC)))
          .should(declareCheckedExceptions())
          .because("every failure is an AtlasException, which is unchecked, in every transport");

  @ArchTest
  static final ArchRule testKitNeedsOnlyCoreAndJUnit =
      classes()
          .that(resideInAPackage(TEST_KIT))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PUBLIC_CORE)
                  .or(
                      resideInAnyPackage(
                          TEST_KIT,
                          "org.junit.jupiter.api..",
                          "org.opentest4j..",
                          "org.apiguardian.api..",
                          "org.jspecify.annotations",
                          "java..",
                          "javax.net..",
                          "javax.security.."))
                  .or(PRIMITIVE))
          .because("the transport of another project takes the test kit without our HTTP stacks");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("dev.atlasrestore.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package can then be read and tested alone");

  @ArchTest
  static final ArchRule noClassIsAProvider =
      noClasses()
          .should()
          .beAnnotatedWith("jakarta.ws.rs.ext.Provider")
          .because("a jar on the class path of a container must not change the container");

  /** Finds each call, method reference and field access. The names are a regular expression. */
  private static ArchCondition<JavaClass> use(Class<?> owner, String names) {
    return use(type -> type.isEquivalentTo(owner), owner.getName(), names);
  }

  /** Finds the same uses, of all classes with names that start like this. */
  private static ArchCondition<JavaClass> use(String ownerPrefix, String names) {
    return use(type -> type.getName().startsWith(ownerPrefix), ownerPrefix + "*", names);
  }

  private static ArchCondition<JavaClass> use(
      Predicate<JavaClass> owner, String ownerName, String names) {
    DescribedPredicate<JavaAccess<?>> used =
        describe(
            names + " of " + ownerName,
            access ->
                owner.test(access.getTargetOwner()) && access.getTarget().getName().matches(names));
    return ArchConditions.accessTargetWhere(used).as("use " + used.getDescription());
  }

  private static ArchCondition<JavaCodeUnit> mentionInternalTypes() {
    return ArchCondition.from(
        describe(
            "mention internal types",
            unit ->
                Stream.concat(
                        Stream.of(unit.getReturnType()),
                        Stream.concat(
                            unit.getParameterTypes().stream(), unit.getExceptionTypes().stream()))
                    .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                    .anyMatch(resideInAPackage(INTERNAL))));
  }

  private static ArchCondition<JavaCodeUnit> declareCheckedExceptions() {
    return ArchCondition.from(
        describe(
            "declare checked exceptions",
            unit ->
                unit.getExceptionTypes().stream()
                    .anyMatch(
                        thrown ->
                            !thrown.isAssignableTo(RuntimeException.class)
                                && !thrown.isAssignableTo(Error.class))));
  }
}
