package dev.atlasrestore.verification.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Checks a release bundle as Maven Central does: required elements of each POM, sources, Javadoc,
 * checksums and signatures. Also checks what this project promises: the bundle holds the BOM and
 * its artifacts and nothing else, each with an SBOM, a licence and a module name, and no POM holds
 * anything that only the build needs.
 *
 * <p>{@code .ci/bundle} runs this program.
 */
final class BundleCheck {

  private static final String GROUP = "dev.atlasrestore";
  private static final String BOM = "atlas-restore-bom";
  private static final List<String[]> REQUIRED =
      List.of(
          new String[] {"name"},
          new String[] {"description"},
          new String[] {"url"},
          new String[] {"licenses", "license", "name"},
          new String[] {"licenses", "license", "url"},
          new String[] {"developers", "developer", "name"},
          new String[] {"scm", "connection"},
          new String[] {"scm", "developerConnection"},
          new String[] {"scm", "url"},
          new String[] {"issueManagement", "url"});
  private static final List<String> ONLY_FOR_THE_BUILD =
      List.of(
          "parent",
          "build",
          "profiles",
          "properties",
          "repositories",
          "pluginRepositories",
          "modules",
          "reporting");
  private static final Map<String, String> CHECKSUMS = Map.of("md5", "MD5", "sha1", "SHA-1");

  private final Path folder;
  private final String version;
  private final boolean signed;
  private final List<String> problems = new ArrayList<>();

  private BundleCheck(Path bundle, String version, boolean signed) {
    this.folder = bundle.resolve(GROUP.replace('.', '/'));
    this.version = version;
    this.signed = signed;
  }

  /** Runs with the folder of the bundle, the version, and {@code signed} or {@code unsigned}. */
  public static void main(String[] args) {
    BundleCheck check = new BundleCheck(Path.of(args[0]), args[1], args[2].equals("signed"));
    int artifacts = check.run();
    if (check.problems.isEmpty()) {
      System.out.println("The bundle is complete: " + artifacts + " artifacts of " + args[1]);
    } else {
      check.problems.forEach(System.err::println);
      System.exit(1);
    }
  }

  private int run() {
    Pom bom = Pom.read(file(BOM, ".pom"));
    Set<String> expected = new TreeSet<>(Set.of(BOM));
    for (Pom managed : bom.all("dependencyManagement", "dependencies", "dependency")) {
      require(managed.text("groupId").equals(java.util.Optional.of(GROUP)), BOM, "foreign group");
      expected.add(managed.text("artifactId").orElse("?"));
    }
    Set<String> artifacts = names(folder);
    require(artifacts.equals(expected), BOM, "lists " + expected + ", published: " + artifacts);
    for (String artifact : artifacts) {
      checkPom(artifact);
      if (!artifact.equals(BOM)) {
        checkJars(artifact);
      }
      checkFiles(artifact);
    }
    return artifacts.size();
  }

  private void checkPom(String artifact) {
    Pom pom = Pom.read(file(artifact, ".pom"));
    for (String[] path : REQUIRED) {
      require(pom.text(path).isPresent(), artifact, "the POM has no " + String.join("/", path));
    }
    for (String name : ONLY_FOR_THE_BUILD) {
      require(pom.children(name).isEmpty(), artifact, "the POM has the element " + name);
    }
    require(
        pom.text("version").orElse("").equals(version), artifact, "the version is not " + version);
    for (Pom dependency : pom.all("dependencies", "dependency")) {
      String name = dependency.text("artifactId").orElse("?");
      String version = dependency.text("version").orElse("");
      require(!version.isEmpty() && !version.contains("${"), artifact, name + " has no version");
      require(!version.endsWith("-SNAPSHOT"), artifact, name + " is a snapshot");
      require(
          !dependency.text("scope").orElse("compile").equals("test"),
          artifact,
          name + " is a test");
    }
  }

  private void checkJars(String artifact) {
    requireEntry(artifact, ".jar", "META-INF/LICENSE");
    requireEntry(artifact, "-sources.jar", ".java");
    requireEntry(artifact, "-javadoc.jar", "index.html");
    require(Files.exists(file(artifact, "-cyclonedx.json")), artifact, "the JSON SBOM is missing");
    require(Files.exists(file(artifact, "-cyclonedx.xml")), artifact, "the XML SBOM is missing");
    try (JarFile jar = new JarFile(file(artifact, ".jar").toFile())) {
      Manifest manifest = jar.getManifest();
      require(
          jar.getEntry("module-info.class") != null
              || manifest.getMainAttributes().getValue("Automatic-Module-Name") != null,
          artifact,
          "the jar has no module name");
    } catch (IOException e) {
      require(false, artifact, "the jar cannot be read: " + e);
    }
  }

  private void requireEntry(String artifact, String suffix, String entry) {
    try (JarFile jar = new JarFile(file(artifact, suffix).toFile())) {
      require(
          jar.stream().anyMatch(found -> found.getName().endsWith(entry)),
          artifact,
          suffix + " holds no " + entry);
    } catch (IOException e) {
      require(false, artifact, suffix + " cannot be read: " + e);
    }
  }

  private void checkFiles(String artifact) {
    for (String name : names(folder.resolve(artifact).resolve(version))) {
      if (CHECKSUMS.keySet().stream().anyMatch(kind -> name.endsWith("." + kind))) {
        continue;
      }
      Path file = folder.resolve(artifact).resolve(version).resolve(name);
      CHECKSUMS.forEach((kind, algorithm) -> checkSum(artifact, file, kind, algorithm));
      if (signed && !name.endsWith(".asc")) {
        require(Files.exists(Path.of(file + ".asc")), artifact, name + " is not signed");
      }
    }
  }

  private void checkSum(String artifact, Path file, String kind, String algorithm) {
    try {
      String sum = Files.readString(Path.of(file + "." + kind)).strip();
      byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
      require(
          sum.equals(HexFormat.of().formatHex(digest)),
          artifact,
          "wrong " + algorithm + " of " + file.getFileName());
    } catch (IOException | NoSuchAlgorithmException e) {
      require(false, artifact, "no " + algorithm + " of " + file.getFileName());
    }
  }

  private void require(boolean condition, String artifact, String problem) {
    if (!condition) {
      problems.add(artifact + ": " + problem);
    }
  }

  private Path file(String artifact, String suffix) {
    return folder.resolve(artifact).resolve(version).resolve(artifact + "-" + version + suffix);
  }

  private static Set<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
