package dev.atlasrestore.verification.release;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public API of each published module as text: {@code docs/api/MODULE.txt} holds every public
 * type outside of internal packages, with its public and protected members and the values of its
 * constants, as {@code javap} prints them. Members are sorted, because their order is no part of
 * the API.
 *
 * <p>{@code ApiTest} compares the files in each build. {@code .ci/api} writes them.
 */
final class ApiListing {

  static final List<String> MODULES =
      List.of(
          "core",
          "codec-jsonb",
          "transport-jersey",
          "transport-reactor",
          "transport-vertx",
          "testkit",
          "spring-boot-starter");

  private final Path project;
  private final String module;

  ApiListing(Path project, String module) {
    this.project = project;
    this.module = module;
  }

  /** Writes the files of all modules. Runs in the folder of the project. */
  public static void main(String[] args) throws IOException {
    for (String module : MODULES) {
      ApiListing listing = new ApiListing(Path.of(""), module);
      Files.createDirectories(listing.file().getParent());
      Files.writeString(listing.file(), listing.text());
    }
  }

  Path file() {
    return project.resolve("docs/api").resolve(module + ".txt");
  }

  /** Returns the API of the compiled classes. */
  String text() {
    List<String> types = new ArrayList<>();
    for (Path file : classFiles()) {
      String type = type(file);
      if (type.startsWith("public ") || type.startsWith("protected ")) {
        types.add(type);
      }
    }
    return types.stream().sorted().collect(Collectors.joining("\n"));
  }

  private List<Path> classFiles() {
    Path classes = project.resolve(module).resolve("target/classes");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !classes.relativize(file).toString().contains("internal"))
          .filter(file -> !file.endsWith("module-info.class"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("compile the module " + module + " first", e);
    }
  }

  /** Returns a type with its members, or an empty text if it is not public. */
  private static String type(Path file) {
    StringWriter text = new StringWriter();
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    PrintWriter out = new PrintWriter(text);
    if (javap.run(out, out, "-protected", "-constants", file.toString()) != 0) {
      throw new IllegalStateException(text.toString());
    }
    List<String> lines =
        text.toString()
            .lines()
            .filter(line -> !line.startsWith("Compiled from") && !line.isBlank())
            .toList();
    if (lines.isEmpty()) {
      return "";
    }
    String members =
        lines.subList(1, lines.size()).stream()
            .filter(line -> line.startsWith("  ") && !line.contains("static {}"))
            .sorted()
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return lines.get(0) + "\n" + members + "}\n";
  }
}
