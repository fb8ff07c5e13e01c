package dev.atlasrestore.consumers.jakartaee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;

/** Tests the contents of the war that matter to servers. */
class PackagingIT {

  private static final String LIBRARIES = "WEB-INF/lib/";

  @Test
  void warHoldsNoApiOfTheServer() throws IOException {
    try (JarFile war = new JarFile(System.getProperty("hosts.war"))) {
      assertThat(libraries(war))
          .isNotEmpty()
          .noneMatch(name -> name.startsWith(LIBRARIES + "jakarta."))
          .noneMatch(name -> name.contains("microprofile"));
    }
  }

  /** WildFly reads this manifest entry; Apache's client needs the module. */
  @Test
  void transportManifestNamesTheModuleOfItsNativeClient() throws IOException {
    try (JarFile war = new JarFile(System.getProperty("hosts.war"));
        JarInputStream transport = new JarInputStream(library(war, "transport-jersey"))) {
      assertThat(transport.getManifest().getMainAttributes().getValue("Dependencies"))
          .isEqualTo("jdk.net");
    }
  }

  @Test
  void libraryRegistersNoServicesAndNoBeans() throws IOException {
    try (JarFile war = new JarFile(System.getProperty("hosts.war"))) {
      for (String name : List.of("core", "codec-jsonb", "transport-jersey")) {
        assertThat(entries(new JarInputStream(library(war, name))))
            .as(name)
            .isNotEmpty()
            .noneMatch(entry -> entry.startsWith("META-INF/services/"))
            .noneMatch(entry -> entry.endsWith("beans.xml"));
      }
    }
  }

  private static List<String> libraries(JarFile war) {
    return war.stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
        .toList();
  }

  private static InputStream library(JarFile war, String name) throws IOException {
    String entry =
        libraries(war).stream()
            .filter(library -> library.startsWith(LIBRARIES + "atlas-restore-" + name))
            .findFirst()
            .orElseThrow();
    return war.getInputStream(war.getEntry(entry));
  }

  private static List<String> entries(JarInputStream jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (jar) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
