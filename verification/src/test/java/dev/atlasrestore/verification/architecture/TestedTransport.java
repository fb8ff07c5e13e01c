package dev.atlasrestore.verification.architecture;

import dev.atlasrestore.testkit.contract.ListedRule.Contract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A transport of this project and its contract tests. */
enum TestedTransport {
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
      "examples/transport-jdk",
      "dev.atlasrestore.examples.jdk.JdkRunnerTest",
      "dev.atlasrestore.examples.jdk.JdkRestoreJobsTest");

  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static final String COLD_REACTOR =
      "dev.atlasrestore.verification.hosts.ReactorColdJvmTest";
  private static final String COLD_VERTX = "dev.atlasrestore.verification.hosts.VertxColdJvmTest";

  private final String label;
  private final String module;
  private final String runnerTest;
  private final String portTest;

  TestedTransport(String label, String module, String runnerTest, String portTest) {
    this.label = label;
    this.module = module;
    this.runnerTest = runnerTest;
    this.portTest = portTest;
  }

  /** Returns a file of the project. */
  static Path file(String name) {
    return PROJECT.resolve(name);
  }

  /** Returns the results of each contract test; empty unless both have run. */
  Map<Contract, List<TestResult>> contractResults() {
    List<TestResult> ofRunner = TestReport.read(file(module), runnerTest);
    List<TestResult> ofPort = TestReport.read(file(module), portTest);
    return ofRunner.isEmpty() || ofPort.isEmpty()
        ? Map.of()
        : Map.of(Contract.RUNNER, ofRunner, Contract.PORT, ofPort);
  }

  /** Returns the results for a rule that this module tests instead of a contract. */
  List<TestResult> otherResults(String rule) {
    return switch (rule) {
      case "RUN-19" ->
          switch (this) {
            case JERSEY ->
                List.of(
                    TestResult.notApplicable(rule, "it blocks its caller and has no event loop"));
            case JDK ->
                List.of(
                    TestResult.notApplicable(rule, "its steps run in the common pool of the JVM"));
            case REACTOR -> verification(COLD_REACTOR);
            case VERTX -> verification(COLD_VERTX);
          };
      default -> List.of();
    };
  }

  private static List<TestResult> verification(String testClass) {
    return TestReport.read(file("verification"), testClass);
  }

  @Override
  public String toString() {
    return label;
  }
}
