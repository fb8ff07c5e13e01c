package dev.atlasrestore.verification.release;

import dev.atlasrestore.benchmarks.report.MarkdownTable;
import dev.atlasrestore.benchmarks.report.PageSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The table in {@code docs/dependencies.md}: what each published module brings into an application,
 * and under which licence, from the SBOMs of a release bundle. {@code .ci/bundle} runs this
 * program.
 */
final class DependencyPage {

  private static final Path PAGE = Path.of("docs/dependencies.md");
  private static final PageSection SECTION = new PageSection("dependencies");
  private static final String SBOM = "-cyclonedx.xml";
  private static final String PREFIX = "atlas-restore-";

  /** The modules by dependency: group, artifact, version and licences. */
  private final Map<List<String>, TreeSet<String>> modules = new TreeMap<>(DependencyPage::compare);

  private DependencyPage() {}

  /** Runs with the folder of the bundle. With {@code write} it writes the table. */
  public static void main(String[] args) throws IOException {
    DependencyPage dependencies = new DependencyPage();
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      files.filter(file -> file.toString().endsWith(SBOM)).sorted().forEach(dependencies::add);
    }
    String page = Files.readString(PAGE);
    String written = SECTION.replacedIn(page, dependencies.table());
    if (args.length > 1 && args[1].equals("write")) {
      Files.writeString(PAGE, written);
    } else if (!written.equals(page)) {
      System.err.println(
          PAGE + " does not show the dependencies of the bundle. Run .ci/bundle --write.");
      System.exit(1);
    }
  }

  private void add(Path file) {
    Pom sbom = Pom.read(file);
    String module = sbom.text("metadata", "component", "name").orElseThrow();
    for (Pom component : sbom.all("components", "component")) {
      if (!component.text("name").orElse("").startsWith(PREFIX)) {
        List<String> dependency =
            List.of(
                component.text("group").orElse(""),
                component.text("name").orElse(""),
                component.text("version").orElse(""),
                licences(component));
        modules
            .computeIfAbsent(dependency, first -> new TreeSet<>())
            .add(module.substring(PREFIX.length()));
      }
    }
  }

  private static String licences(Pom component) {
    TreeSet<String> names = new TreeSet<>();
    for (Pom licence : component.all("licenses", "license")) {
      names.add(licence.text("id").or(() -> licence.text("name")).orElse("?"));
    }
    for (Pom expression : component.all("licenses", "expression")) {
      names.add(expression.element().getTextContent().strip());
    }
    return names.isEmpty() ? "not stated" : String.join(", ", names);
  }

  private String table() {
    MarkdownTable table = MarkdownTable.of("Dependency", "Version", "Licence", "Brought by");
    modules.forEach(
        (dependency, users) ->
            table.add(
                dependency.get(0) + ":" + dependency.get(1),
                dependency.get(2),
                dependency.get(3),
                String.join(", ", users)));
    return table.text();
  }

  private static int compare(List<String> one, List<String> other) {
    return one.toString().compareTo(other.toString());
  }
}
