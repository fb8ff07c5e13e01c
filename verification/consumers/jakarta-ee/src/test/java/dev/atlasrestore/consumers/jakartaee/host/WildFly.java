package dev.atlasrestore.consumers.jakartaee.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** WildFly with its default configuration. Its MicroProfile Config reads the system properties. */
public final class WildFly {

  private WildFly() {}

  /** Starts the server. Returns when the server watches its folder for applications. */
  public static Host start(Settings settings, String version) {
    Path folder = Folders.fresh("wildfly");
    Path home = Folders.host("wildfly").resolve("wildfly-" + version);
    Folders.copy(home.resolve("standalone"), folder);
    Path configuration = folder.resolve("configuration");
    Path xml = configuration.resolve("standalone.xml");
    Folders.write(
        xml, Folders.read(xml).replace("scan-interval=\"5000\"", "scan-interval=\"200\""));
    int port = FreePort.find();
    List<String> options = new ArrayList<>();
    options.add("-Dlogging.configuration=" + configuration.resolve("logging.properties").toUri());
    options.add("-Djboss.home.dir=" + home);
    options.add("-Djboss.server.base.dir=" + folder);
    options.add("-Djboss.http.port=" + port);
    options.add("-Djboss.https.port=" + FreePort.find());
    options.add("-Djboss.management.http.port=" + FreePort.find());
    settings.keys().forEach((key, value) -> options.add("-D" + key + "=" + value));
    List<String> command =
        Java.program(
            home.resolve("jboss-modules.jar"),
            folder,
            options,
            "-mp",
            home.resolve("modules").toString(),
            "org.jboss.as.standalone");
    Program program = Program.start(folder, command, settings.environment());
    Path deployments = folder.resolve("deployments");
    return new FolderHost(program, port, settings.war(), deployments, "WFLYSRV0010", "WFLYSRV0009")
        .awaitReady("WFLYSRV0025");
  }
}
