package dev.atlasrestore.verification.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** Servers of other projects with HTTP Digest authentication. */
enum Product {
  /** MD5 without {@code opaque}, like the challenge of Atlas. */
  JETTY_12_0_16("jetty-12.0.16", "jetty.JettyServer"),
  /** SHA-256 with {@code opaque}, {@code charset} and {@code userhash}. */
  JETTY_12_0_39("jetty-12.0.39", "jetty.JettyServer"),
  /** SHA-256, then MD5, in two header fields with the same nonce. */
  TOMCAT("tomcat", "tomcat.TomcatServer"),
  /** MD5 with {@code rspauth} and {@code nextnonce}. */
  UNDERTOW("undertow", "undertow.UndertowServer"),
  /** No {@code algorithm}, no {@code stale}. */
  VERTX_WEB_4_5("vertx-web-4.5", "vertx.VertxWebServer"),
  /** Apache httpd with {@code mod_auth_digest}. Tests are skipped if it is not installed. */
  HTTPD("httpd", "");

  private final String folder;
  private final String mainClass;

  Product(String folder, String mainClass) {
    this.folder = folder;
    this.mainClass = mainClass;
  }

  /** Starts the server and waits until it listens. Port 0 means any free port. */
  ServerProcess launch(int port, ServerSettings settings) {
    if (this != HTTPD) {
      return JvmProcess.launch(
          folder, "dev.atlasrestore.verification.server." + mainClass, port, settings);
    }
    assumeInstalled();
    return HttpdProcess.launch(port, settings);
  }

  private static void assumeInstalled() {
    for (Path needed : new Path[] {HttpdProcess.BINARY, HttpdProcess.MODULES}) {
      if (Files.notExists(needed)) {
        String reason = "Skipped: Apache httpd is not installed (" + needed + " is missing).";
        System.out.println(reason);
        throw new TestAbortedException(reason);
      }
    }
  }
}
