package dev.atlasrestore.consumers.jakartaee.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Open Liberty with only the features that the application needs. The settings are variables in its
 * {@code server.xml}, which only MicroProfile Config can read.
 */
public final class Liberty {

  private static final String SERVER_XML =
      """
      <server>
        <featureManager>
          <feature>restfulWS-3.1</feature>
          <feature>cdi-4.0</feature>
          <feature>jsonb-3.0</feature>
          <feature>concurrent-3.0</feature>
          <feature>mpConfig-3.1</feature>
        </featureManager>
        <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
        <applicationMonitor updateTrigger="polled" pollingRate="200ms"/>
      %s
      </server>
      """;

  private Liberty() {}

  /** Starts the server. Returns when the server watches its folder for applications. */
  public static Host start(Settings settings) {
    Path folder = Folders.fresh("liberty");
    int port = FreePort.find();
    Path server = folder.resolve("servers").resolve(Host.APPLICATION);
    Path applications = server.resolve("dropins");
    try {
      Files.createDirectories(applications);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Folders.write(server.resolve("server.xml"), serverXml(port, settings.keys()));
    Path home = Folders.host("liberty").resolve("wlp");
    List<String> options =
        List.of(
            "-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"),
            "@" + home.resolve("lib/platform/java/java9.options"));
    List<String> command =
        Java.program(home.resolve("bin/tools/ws-server.jar"), folder, options, Host.APPLICATION);
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.put("WLP_USER_DIR", folder.toString());
    Program program = Program.start(folder, command, environment);
    return new FolderHost(program, port, settings.war(), applications, "CWWKZ0001I", "CWWKZ0009I")
        .awaitReady("CWWKF0011I");
  }

  private static String serverXml(int port, Map<String, String> keys) {
    String variables =
        keys.entrySet().stream()
            .map(
                key ->
                    "  <variable name=\"%s\" value=\"%s\"/>"
                        .formatted(key.getKey(), key.getValue()))
            .collect(Collectors.joining("\n"));
    return SERVER_XML.formatted(port, variables);
  }
}
