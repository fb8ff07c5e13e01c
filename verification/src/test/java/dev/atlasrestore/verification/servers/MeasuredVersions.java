package dev.atlasrestore.verification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions that the table of {@code docs/digest.md} was measured with. */
final class MeasuredVersions {
  private MeasuredVersions() {}

  /** Returns a sentence with the day, the servers and the clients. */
  static String sentence() {
    try {
      return """
          Measured on %s with Java %s; servers: Jetty %s and %s, Tomcat %s, Undertow %s, Vert.x Web %s,
          Apache httpd %s; clients: Jersey %s, Reactor Netty %s, Vert.x %s.
          """
          .formatted(
              LocalDate.now(ZoneOffset.UTC),
              Runtime.version().feature(),
              ofServer("jetty-12.0.16", "jetty-server"),
              ofServer("jetty-12.0.39", "jetty-server"),
              ofServer("tomcat", "tomcat-embed-core"),
              ofServer("undertow", "undertow-core"),
              ofServer("vertx-web-4.5", "vertx-web"),
              ofHttpd(),
              ofClient("jersey-client"),
              ofClient("reactor-netty-http"),
              ofClient("vertx-web-client"))
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ofServer(String folder, String artifact) throws IOException {
    return ofJar(artifact, Files.readString(JvmProcess.dependencies(folder)));
  }

  private static String ofClient(String artifact) {
    return ofJar(artifact, System.getProperty("java.class.path"));
  }

  private static String ofJar(String artifact, String classPath) {
    return first(Pattern.quote(artifact) + "-(\\d[^/:;\\\\]*)\\.jar", classPath);
  }

  private static String ofHttpd() throws IOException {
    Process version =
        new ProcessBuilder(HttpdProcess.BINARY.toString(), "-v").redirectErrorStream(true).start();
    String output = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return first("Apache/(\\S+)", output);
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("Found no match of " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}
