package dev.atlasrestore.verification;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The rules of the house: core decides, transports move, applications wait. */
@AnalyzeClasses(packages = "dev.atlasrestore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String EXCHANGE = "dev.atlasrestore.exchange..";
  private static final String INTERNAL = "dev.atlasrestore.internal..";
  private static final String TRANSPORTS = "dev.atlasrestore.transport..";
  private static final DescribedPredicate<JavaClass> PRIMITIVE =
      DescribedPredicate.describe("primitive", type -> type.getBaseComponentType().isPrimitive());
  private static final String[] CORE = {
    "dev.atlasrestore", EXCHANGE, "dev.atlasrestore.codec", INTERNAL, "dev.atlasrestore.protocol"
  };

  @ArchTest
  static final ArchRule coreNeedsNothingButTheJdk =
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
              "core is imported into every world and must bring nothing along: no client, no logger, no library");

  @ArchTest
  static final ArchRule coreLayersPointOneWay =
      noClasses()
          .that(resideInAPackage("dev.atlasrestore"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  EXCHANGE, "dev.atlasrestore.codec", INTERNAL, "dev.atlasrestore.protocol"))
          .because("the domain knows neither how it is fetched nor how it is read");

  @ArchTest
  static final ArchRule exchangeAndCodecKnowNoProtocol =
      noClasses()
          .that(resideInAnyPackage(EXCHANGE, "dev.atlasrestore.codec"))
          .should()
          .dependOnClassesThat(resideInAnyPackage(INTERNAL, "dev.atlasrestore.protocol"))
          .because("transports and codecs see the vocabulary, never the machinery");

  @ArchTest
  static final ArchRule timeAndThreadsAreArguments =
      noClasses()
          .that(resideInAnyPackage(EXCHANGE, INTERNAL))
          .and()
          .doNotBelongToAnyOf(ElapsedClock.class)
          .should()
          .dependOnClassesThat(
              assignableTo(Thread.class)
                  .or(assignableTo(Executor.class))
                  .or(assignableTo(CompletableFuture.class))
                  .or(assignableTo(Clock.class)))
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(SecureRandom.class)
          .because(
              "time and chance come in as arguments, so a wait of days is tested in milliseconds and nothing blocks an"
                  + " event loop");

  @ArchTest
  static final ArchRule transportsReadNoWallClock =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat(assignableTo(Clock.class))
          .because("a wall clock jumps, and deadlines would jump with it");

  @ArchTest
  static final ArchRule transportsAreSiblings =
      slices()
          .matching("dev.atlasrestore.transport.(*)..")
          .should()
          .notDependOnEachOther()
          .because("an application takes one transport and none of the others' libraries");

  @ArchTest
  static final ArchRule transportsKnowNoMachinery =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  INTERNAL, "jakarta.json..", "com.fasterxml..", "org.eclipse.yasson.."))
          .because("a transport moves bytes; the protocol is core's and JSON is a codec's");

  @ArchTest
  static final ArchRule onlyFacesChooseACodec =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .and(not(simpleNameEndingWith("RestoreJobs")))
          .should()
          .dependOnClassesThat(resideInAPackage("dev.atlasrestore.codec.jsonb.."))
          .because("with a codec passed in, the module must work without JSON-B");

  @ArchTest
  static final ArchRule transportsDoNotReadAnswers =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should(
              callOf(
                  HttpResponse.class,
                  call -> !call.getTarget().getName().equals("of"),
                  "read HttpResponse"))
          .because("transports do not judge: an answer is for core to understand");

  @ArchTest
  static final ArchRule transportsDoNotBuildRequests =
      noClasses()
          .that(resideInAPackage(TRANSPORTS))
          .should(
              callOf(
                  HttpRequest.class,
                  call -> call.getTarget().getName().matches("<init>|get|withHeader"),
                  "build HttpRequest"))
          .because("what is sent was signed by core, byte for byte");

  @ArchTest
  static final ArchRule reactorNeverBlocks =
      noClasses()
          .that(resideInAPackage("dev.atlasrestore.transport.reactor.."))
          .should(callNamed("block|blockFirst|blockLast|blockOptional|toIterable|toStream"))
          .because("one blocked event loop stops every connection on it");

  @ArchTest
  static final ArchRule vertxNeverBlocks =
      noClasses()
          .that(resideInAPackage("dev.atlasrestore.transport.vertx.."))
          .should(callNamed("join|get|await", "java.util.concurrent.", "io.vertx.core.Future"))
          .because("one blocked event loop stops every connection on it");

  @ArchTest
  static final ArchRule facesAreFinalPorts =
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
          .because("applications depend on the port, and a face is no base class");

  @ArchTest
  static final ArchRule everythingElseInATransportIsHidden =
      classes()
          .that(resideInAPackage(TRANSPORTS))
          .and(not(simpleNameEndingWith("RestoreJobs")))
          .and()
          .doNotHaveSimpleName("RestoreWatch") // what a face hands out
          .and()
          .areTopLevelClasses()
          .and()
          .haveNameNotMatching(".*package-info")
          .should()
          .notBePublic()
          .because("runners may change without breaking anyone");

  @ArchTest
  static final ArchRule internalTypesStayInside =
      noClasses()
          .that(
              resideInAnyPackage(
                  "dev.atlasrestore",
                  EXCHANGE,
                  "dev.atlasrestore.codec",
                  "dev.atlasrestore.protocol"))
          .should(
              new ArchCondition<JavaClass>("show internal types in public signatures") {
                private final Predicate<JavaClass> isInternal = resideInAPackage(INTERNAL);

                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
                    return;
                  }
                  type.getCodeUnits().stream()
                      .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                      .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                      .filter(unit -> signatureTypes(unit).anyMatch(isInternal))
                      .forEach(
                          unit ->
                              events.add(SimpleConditionEvent.satisfied(unit, unit.getFullName())));
                }
              })
          .because("what is public must be nameable from outside");

  @ArchTest
  static final ArchRule nothingCheckedIsThrown =
      methods()
          .that()
          .areDeclaredInClassesThat(resideInAnyPackage("dev.atlasrestore", EXCHANGE, TRANSPORTS))
          .and()
          .arePublic()
          .should()
          .notDeclareThrowableOfType(Exception.class)
          .because("failures are AtlasExceptions: unchecked, typed, and the same in every world");

  @ArchTest
  static final ArchRule testkitIsLight =
      classes()
          .that(resideInAPackage("dev.atlasrestore.testkit.."))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.atlasrestore",
                      EXCHANGE,
                      "dev.atlasrestore.codec",
                      "dev.atlasrestore.protocol",
                      "dev.atlasrestore.testkit..",
                      "org.junit.jupiter.api..",
                      "org.opentest4j..",
                      "org.apiguardian.api..",
                      "org.jspecify.annotations",
                      "java..",
                      "javax.net..",
                      "javax.security..")
                  .or(PRIMITIVE))
          .because("a third party's transport takes the kit without our stacks");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching("dev.atlasrestore.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package that is understood alone is tested alone");

  @ArchTest
  static final ArchRule nothingRegistersItself =
      noClasses()
          .should()
          .beAnnotatedWith("jakarta.ws.rs.ext.Provider")
          .because("a jar on a container's class path must change nothing by lying there");

  private static Stream<JavaClass> signatureTypes(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
  }

  private static ArchCondition<JavaClass> callOf(
      Class<?> owner, Predicate<JavaCall<?>> which, String description) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getCodeUnitCallsFromSelf().stream()
            .filter(call -> call.getTargetOwner().isEquivalentTo(owner))
            .filter(which)
            .forEach(
                call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaClass> callNamed(String names, String... owners) {
    return new ArchCondition<>("call " + names) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getCodeUnitCallsFromSelf().stream()
            .filter(call -> call.getTarget().getName().matches(names))
            .filter(
                call ->
                    owners.length == 0
                        || Arrays.stream(owners)
                            .anyMatch(call.getTargetOwner().getName()::startsWith))
            .forEach(
                call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
      }
    };
  }
}
