package dev.atlasrestore.verification.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A transport of this project and the reports of its contract tests. */
enum TestedTransport {
  JERSEY("Jersey", "transport-jersey", "transport.jersey.Jersey%sContractTest"),
  REACTOR("Reactor Netty", "transport-reactor", "transport.reactor.Reactor%sTest"),
  VERTX("Vert.x", "transport-vertx", "transport.vertx.Vertx%sTest"),
  JDK("JDK's client", "examples/transport-jdk", "examples.jdk.Jdk%sTest");

  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private final String label;
  private final String module;
  private final String tests;

  TestedTransport(String label, String module, String tests) {
    this.label = label;
    this.module = module;
    this.tests = tests;
  }

  /** Returns a file of the project. */
  static Path file(String name) {
    return PROJECT.resolve(name);
  }

  /** Returns the results of both contracts; empty unless both have run completely. */
  List<RuleResult> results() {
    List<RuleResult> results = new ArrayList<>();
    for (String contract : List.of("Runner", "RestoreJobs")) {
      Path report =
          file(module)
              .resolve("target/contract")
              .resolve("dev.atlasrestore." + tests.formatted(contract) + ".tsv");
      if (!Files.exists(report)) {
        return List.of();
      }
      try (Stream<String> lines = Files.lines(report)) {
        lines.map(RuleResult::of).forEach(results::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return results;
  }

  @Override
  public String toString() {
    return label;
  }
}
