package dev.atlasrestore.verification.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public API of each published module as text: {@code docs/api/MODULE.txt} holds every public
 * type of an exported package, with its public and protected members and the values of its
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
    Map<String, List<String>> types = new TreeMap<>();
    for (Path file : classFiles()) {
      List<String> lines = javap(file);
      types.put(name(lines.get(0)), lines);
    }
    return types.keySet().stream()
        .filter(name -> isPublic(name, types))
        .map(name -> type(name, types))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private List<Path> classFiles() {
    try (Stream<Path> files = Files.walk(classes())) {
      Predicate<String> exported = exportedPackages();
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> exported.test(packageOf(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("compile the module " + module + " first", e);
    }
  }

  /** An automatic module, which has no descriptor, exports all packages. */
  private Predicate<String> exportedPackages() throws IOException {
    Path descriptor = classes().resolve("module-info.class");
    if (!Files.exists(descriptor)) {
      return name -> true;
    }
    try (InputStream in = Files.newInputStream(descriptor)) {
      return ModuleDescriptor.read(in).exports().stream()
              .filter(exports -> !exports.isQualified())
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet())
          ::contains;
    }
  }

  private String packageOf(Path file) {
    Path folder = classes().relativize(file).getParent();
    return folder == null ? "" : folder.toString().replace('/', '.').replace('\\', '.');
  }

  private Path classes() {
    return project.resolve(module).resolve("target/classes");
  }

  /** Returns the declaration of a type and then its public and protected members. */
  private static List<String> javap(Path file) {
    StringWriter text = new StringWriter();
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    PrintWriter out = new PrintWriter(text);
    if (javap.run(out, out, "-protected", "-constants", file.toString()) != 0) {
      throw new IllegalStateException(text.toString());
    }
    return text.toString()
        .lines()
        .filter(line -> !line.startsWith("Compiled from") && !line.isBlank() && !line.equals("}"))
        .filter(line -> !line.contains("static {}"))
        .toList();
  }

  private static String name(String declaration) {
    return word("(?:class|interface) ([\\w.$]+)", declaration).orElseThrow();
  }

  /** Whether a type and all types that enclose it are public or protected. */
  private static boolean isPublic(String name, Map<String, List<String>> types) {
    int nested = name.lastIndexOf('$');
    return types.get(name).get(0).matches("(public|protected) .*")
        && (nested < 0 || isPublic(name.substring(0, nested), types));
  }

  private static String type(String name, Map<String, List<String>> types) {
    String declaration = types.get(name).get(0);
    return Stream.concat(own(name, types), inherited(declaration, types))
        .sorted()
        .distinct()
        .map(member -> member + "\n")
        .collect(Collectors.joining("", declaration + "\n", "}\n"));
  }

  private static Stream<String> own(String name, Map<String, List<String>> types) {
    return types.get(name).stream().skip(1);
  }

  /** Returns what a type inherits from a class that is not listed, because it is not public. */
  private static Stream<String> inherited(String declaration, Map<String, List<String>> types) {
    return word("class \\S+ extends ([\\w.$]+)", declaration)
        .filter(parent -> types.containsKey(parent) && !isPublic(parent, types))
        .stream()
        .flatMap(
            parent ->
                Stream.concat(
                    own(parent, types).filter(member -> !member.contains(parent + "(")),
                    inherited(types.get(parent).get(0), types)));
  }

  private static Optional<String> word(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
