package dev.atlasrestore.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Tests that the library's BOM does not set the versions of Reactor, Netty and Vert.x. The class
 * path must hold the versions that the framework's BOM manages. The POM passes these versions as
 * system properties with the prefix {@code expected.}
 */
class VersionsTest {

  private static final String EXPECTED = "expected.";

  @Test
  void classPathHoldsOnlyTheVersionsOfTheFramework() {
    List<String> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(path -> new File(path).getName())
            .toList();
    Map<String, String> expected = expected();
    assertFalse(expected.isEmpty());
    expected.forEach(
        (artifact, version) ->
            assertEquals(
                List.of(artifact + "-" + version + ".jar"),
                jars.stream().filter(jar -> jar.matches(artifact + "-\\d.*")).toList()));
  }

  private static Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(EXPECTED)) {
        expected.put(name.substring(EXPECTED.length()), System.getProperty(name));
      }
    }
    return expected;
  }
}
