package dev.atlasrestore.verification.server.jetty;

import dev.atlasrestore.verification.server.Counts;
import dev.atlasrestore.verification.server.ParentProcess;
import dev.atlasrestore.verification.server.ServerOptions;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.DigestAuthenticator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.security.Credential;

/**
 * Protects a restore job with Jetty's {@link DigestAuthenticator}. The program runs on every Jetty
 * 12.0. The challenge depends on the version.
 */
public final class JettyServer {
  private JettyServer() {}

  /** Starts the server and does not return; see {@link ServerOptions} and {@link ParentProcess}. */
  public static void main(String[] arguments) throws Exception {
    ServerOptions options =
        ServerOptions.of(arguments, ServerOptions.NONCE_LIFETIME, ServerOptions.NONCE_COUNT);
    Server server = new Server();
    ServerConnector connector = connector(server, options.port());
    server.addConnector(connector);
    server.setHandler(new CountingHandler(new Counts(), secured(options)));
    server.start();
    ParentProcess.serve(connector.getLocalPort());
  }

  private static ServerConnector connector(Server server, int port) {
    HttpConfiguration http = new HttpConfiguration();
    // The digest covers the target unchanged, and %2F is legal in a path segment.
    http.setUriCompliance(UriCompliance.LEGACY);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    return connector;
  }

  private static Handler secured(ServerOptions options) {
    DigestAuthenticator digest = new DigestAuthenticator();
    options.nonceLifetime().ifPresent(time -> digest.setMaxNonceAge(time.toMillis()));
    options.number(ServerOptions.NONCE_COUNT).ifPresent(digest::setMaxNonceCount);

    UserStore users = new UserStore();
    users.addUser(
        options.user(), Credential.getCredential(options.password()), new String[] {"reader"});
    HashLoginService login = new HashLoginService(options.realm());
    login.setUserStore(users);

    SecurityHandler.PathMapped security = new SecurityHandler.PathMapped();
    security.put("/*", Constraint.ANY_USER);
    security.setAuthenticator(digest);
    security.setLoginService(login);
    security.setHandler(new RestoreJobHandler());
    return security;
  }
}
