package dev.atlasrestore.verification.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** The servers whose digest authentication is not ours. */
enum Product {
  /** MD5 without {@code opaque}: the shape Atlas sends. */
  JETTY_12_0_16("jetty-12.0.16", "jetty.JettyServer"),
  /** SHA-256 with {@code opaque}, {@code charset} and {@code userhash}. */
  JETTY_12_0_39("jetty-12.0.39", "jetty.JettyServer"),
  /** SHA-256, then MD5, in two fields that share one nonce. */
  TOMCAT("tomcat", "tomcat.TomcatServer"),
  /** MD5 with {@code rspauth} and {@code nextnonce}. */
  UNDERTOW("undertow", "undertow.UndertowServer"),
  /** No {@code algorithm}, no {@code stale}. */
  VERTX_WEB_4_5("vertx-web-4.5", "vertx.VertxWebServer"),
  /** Apache httpd's {@code mod_auth_digest}, where the machine has it. */
  HTTPD("httpd", "");

  private final String folder;
  private final String mainClass;

  Product(String folder, String mainClass) {
    this.folder = folder;
    this.mainClass = mainClass;
  }

  /** Starts the server on a port, 0 for any, and returns when it listens. */
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
        String reason = "skipped: Apache httpd is not installed (no " + needed + ")";
        System.out.println(reason);
        throw new TestAbortedException(reason);
      }
    }
  }
}
