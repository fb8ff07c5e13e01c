package dev.atlasrestore.verification.contract;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A transport, and the tests that ask it for the contracts. */
enum Stack {
  JERSEY(
      "Jersey",
      "transport-jersey",
      "dev.atlasrestore.transport.jersey.JerseyRunnerContractTest",
      "dev.atlasrestore.transport.jersey.JerseyRestoreJobsContractTest"),
  REACTOR(
      "Reactor Netty",
      "transport-reactor",
      "dev.atlasrestore.transport.reactor.ReactorRunnerTest",
      "dev.atlasrestore.transport.reactor.ReactorRestoreJobsTest"),
  VERTX(
      "Vert.x",
      "transport-vertx",
      "dev.atlasrestore.transport.vertx.VertxRunnerTest",
      "dev.atlasrestore.transport.vertx.VertxRestoreJobsTest"),
  JDK(
      "JDK's client",
      "verification",
      "dev.atlasrestore.verification.jdk.JdkRunnerTest",
      "dev.atlasrestore.verification.jdk.JdkRestoreJobsTest");

  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static final String VERIFICATION = "verification";
  private static final String PACKAGE = "dev.atlasrestore.verification.";

  private final String label;
  private final String module;
  private final String ofRunners;
  private final String ofPorts;

  Stack(String label, String module, String ofRunners, String ofPorts) {
    this.label = label;
    this.module = module;
    this.ofRunners = ofRunners;
    this.ofPorts = ofPorts;
  }

  /** A file of the project. */
  static Path file(String name) {
    return PROJECT.resolve(name);
  }

  /** What the last runs of the contracts found; empty unless both have been run. */
  List<Finding> findings() {
    List<Finding> runners = Report.of(file(module), ofRunners);
    List<Finding> ports = Report.of(file(module), ofPorts);
    return runners.isEmpty() || ports.isEmpty()
        ? List.of()
        : Stream.concat(runners.stream(), ports.stream()).toList();
  }

  /** What was found about a rule that no contract asks for, on the client that is made here. */
  List<Finding> findingsElsewhere(String rule) {
    return switch (rule) {
      case "RUN-16" ->
          this == JDK
              ? List.of(Finding.notApplicable(rule, "it is here to try the kits, not to last"))
              : Report.of(file(VERIFICATION), PACKAGE + "endurance.LeaksTest").stream()
                  .filter(finding -> finding.turn() == List.of(values()).indexOf(this))
                  .toList();
      case "RUN-19" ->
          switch (this) {
            case JERSEY, JDK ->
                List.of(Finding.notApplicable(rule, "it blocks its caller, and has no event loop"));
            case REACTOR -> Report.of(file(VERIFICATION), PACKAGE + "isolation.ReactorColdJvmTest");
            case VERTX -> Report.of(file(VERIFICATION), PACKAGE + "isolation.VertxColdJvmTest");
          };
      default -> List.of();
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
