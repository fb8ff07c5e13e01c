package dev.atlasrestore.verification.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A temporary folder with the configuration, the users, the restore job and the logs of httpd. */
record HttpdFolder(Path path) {
  private static final Set<String> SETTINGS =
      Set.of(ServerSettings.NONCE_LIFETIME, ServerSettings.STRICT, ServerSettings.DOMAIN);
  private static final List<String> MODULES =
      List.of(
          "mpm_event",
          "authn_core",
          "authn_file",
          "authz_core",
          "authz_user",
          "auth_digest",
          "alias",
          "mime",
          "setenvif",
          "status");

  private static final Path JOB =
      RealServer.MODULE.resolve("servers/base/src/main/resources/restore-job.json");

  static HttpdFolder create(int port, ServerSettings settings) throws IOException {
    if (!SETTINGS.containsAll(settings.values().keySet())) {
      throw new IllegalStateException(
          "httpd has only the settings " + SETTINGS + ", but the test needs " + settings);
    }
    Path path = Files.createTempDirectory("httpd");
    // An httpd that root starts serves as user 65534, which must be able to read the folder.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    HttpdFolder folder = new HttpdFolder(path);
    Files.writeString(path.resolve("users"), user());
    Files.copy(JOB, path.resolve("job.json"));
    Files.writeString(folder.configuration(), folder.text(port, settings.values()));
    return folder;
  }

  Path configuration() {
    return path.resolve("httpd.conf");
  }

  Path accessLog() {
    return path.resolve("access.log");
  }

  Path errorLog() {
    return path.resolve("error.log");
  }

  Path processId() {
    return path.resolve("httpd.pid");
  }

  /** Deletes the folder, if it exists. */
  void delete() throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }

  private static String user() {
    String a1 = RealServer.USER + ":" + RealServer.REALM + ":";
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] ha1 = md5.digest((a1 + RealServer.PASSWORD).getBytes(UTF_8));
      return a1 + HexFormat.of().formatHex(ha1) + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(int port, Map<String, String> settings) {
    String modules =
        MODULES.stream()
            .map(
                name ->
                    "LoadModule %1$s_module %2$s/mod_%1$s.so".formatted(name, HttpdProcess.MODULES))
            .collect(Collectors.joining("\n"));
    StringBuilder digest = new StringBuilder();
    if (settings.containsKey(ServerSettings.NONCE_LIFETIME)) {
      long seconds = Long.parseLong(settings.get(ServerSettings.NONCE_LIFETIME)) / 1000;
      digest.append("  AuthDigestNonceLifetime ").append(seconds).append('\n');
    }
    if (settings.containsKey(ServerSettings.STRICT)) {
      digest.append("  AuthDigestNcCheck On\n");
    }
    if (settings.containsKey(ServerSettings.DOMAIN)) {
      digest.append("  AuthDigestDomain ").append(settings.get(ServerSettings.DOMAIN)).append('\n');
    }
    return TEXT.formatted(modules, port, path, RealServer.REALM, digest);
  }

  /**
   * Counts the lines of the access log. Each line holds the status, the number of earlier requests
   * on the connection, and the client's port.
   */
  static ServerCounts counts(List<String> lines) {
    int unauthorized = 0;
    int connections = 0;
    Set<String> ports = new HashSet<>();
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      unauthorized += parts[0].equals("401") ? 1 : 0;
      // A port can be used again. The first request on a connection has no earlier requests.
      connections += ports.add(parts[2]) || parts[1].equals("0") ? 1 : 0;
    }
    return new ServerCounts(lines.size(), unauthorized, connections);
  }

  private static final String TEXT =
      """
      %1$s
      ServerName 127.0.0.1
      Listen 127.0.0.1:%2$d
      ServerRoot "%3$s"
      DefaultRuntimeDir "%3$s"
      PidFile "%3$s/httpd.pid"
      Mutex "file:%3$s"
      User #65534
      Group #65534
      # One process, because only threads of one process share the nonce counts.
      StartServers 1
      ServerLimit 1
      ThreadLimit 64
      ThreadsPerChild 64
      MaxRequestWorkers 64
      KeepAlive On
      MaxKeepAliveRequests 0
      TypesConfig /dev/null
      AddType application/json .json
      DocumentRoot "%3$s"
      AllowEncodedSlashes NoDecode
      ErrorLog /dev/stderr
      SetEnvIf Request_URI "^/api/" counted
      # The default has room for about twelve clients, and each opaque counts as a client.
      AuthDigestShmemSize 128K
      CustomLog "%3$s/access.log" "%%>s %%k %%{remote}p" env=counted
      AliasMatch "^/api/atlas/v1\\.0/groups/[^/]+/clusters/[^/]+/restoreJobs/[^/]+$" "%3$s/job.json"
      <Location "/api">
        AuthType Digest
        AuthName "%4$s"
        AuthDigestProvider file
        AuthUserFile "%3$s/users"
        Require valid-user
      %5$s</Location>
      <Location "/__stats">
        SetHandler server-status
      </Location>
      """;
}
