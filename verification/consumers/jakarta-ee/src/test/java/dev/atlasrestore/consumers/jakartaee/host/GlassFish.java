package dev.atlasrestore.consumers.jakartaee.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * GlassFish Embedded (full platform) in its own JVM. It does not provide MicroProfile Config, so
 * the settings are system properties.
 */
public final class GlassFish extends Host {

  private static final String LISTENER =
      "configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.address=127.0.0.1\n";

  private final Path war;

  private GlassFish(Program program, int port, Path war) {
    super(program, port);
    this.war = war;
  }

  /** Starts the server. Returns when the server accepts deployments. */
  public static Host start(Settings settings) {
    Path folder = Folders.fresh("glassfish");
    Folders.write(folder.resolve("listener.properties"), LISTENER);
    List<String> options = new ArrayList<>();
    settings.keys().forEach((key, value) -> options.add("-D" + key + "=" + value));
    int port = FreePort.find();
    List<String> command =
        Java.interactive(
            Folders.host("glassfish-embedded-all.jar"),
            folder,
            options,
            "--properties=listener.properties",
            "--port=" + port,
            "--noInfo",
            "--prompt");
    Program program = Program.start(folder, command, settings.environment());
    return new GlassFish(program, port, folder.relativize(settings.war()))
        .awaitReady("startup time");
  }

  @Override
  public void deploy() {
    program.writeLine("deploy --name=" + APPLICATION + " --contextroot=" + APPLICATION + " " + war);
    program.await("SUCCESS");
  }

  @Override
  public void undeploy() {
    program.writeLine("undeploy " + APPLICATION);
    program.await("SUCCESS");
  }

  /** GlassFish stops the application's JAX-RS before it destroys the application's beans. */
  @Override
  public boolean respondsDuringUndeployment() {
    return false;
  }
}
