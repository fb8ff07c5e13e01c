package dev.atlasrestore.verification.server.tomcat;

import dev.atlasrestore.verification.server.Counts;
import dev.atlasrestore.verification.server.ParentProcess;
import dev.atlasrestore.verification.server.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.DigestAuthenticator;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/** Protects a restore job with Tomcat's {@link DigestAuthenticator}. */
public final class TomcatServer {
  private static final String ROLE = "reader";

  private TomcatServer() {}

  /** Starts the server and does not return; see {@link ServerOptions} and {@link ParentProcess}. */
  public static void main(String[] arguments) throws Exception {
    ServerOptions options =
        ServerOptions.of(
            arguments, ServerOptions.NONCE_LIFETIME, ServerOptions.STRICT, ServerOptions.NONCE_CACHE);
    // Tomcat needs a folder, although this server stores nothing in it.
    Path folder = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setConnector(connector(options.port()));
    tomcat.addUser(options.user(), options.password());
    tomcat.addRole(options.user(), ROLE);
    secure(tomcat.addContext("", null), options, new Counts());
    tomcat.start();
    ParentProcess.serve(tomcat.getConnector().getLocalPort());
  }

  private static Connector connector(int port) {
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(port);
    // The digest covers the target unchanged, and %2F is legal in a path segment.
    connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    return connector;
  }

  private static void secure(Context context, ServerOptions options, Counts counts) {
    DigestAuthenticator digest = new DigestAuthenticator();
    options.nonceLifetime().ifPresent(time -> digest.setNonceValidity(time.toMillis()));
    options.number(ServerOptions.NONCE_CACHE).ifPresent(digest::setNonceCacheSize);
    if (options.flag(ServerOptions.STRICT)) {
      digest.setNonceCountWindowSize(1);
    }
    context.setLoginConfig(new LoginConfig("DIGEST", options.realm(), null, null));
    context.addConstraint(everythingUnderApi());
    context.getPipeline().addValve(new CountingValve(counts));
    context.getPipeline().addValve(digest);
    Tomcat.addServlet(context, "jobs", new RestoreJobServlet(counts));
    context.addServletMapping("/", "jobs");
  }

  private static SecurityConstraint everythingUnderApi() {
    SecurityCollection api = new SecurityCollection();
    api.addPattern("/api/*");
    SecurityConstraint constraint = new SecurityConstraint();
    constraint.addCollection(api);
    constraint.addAuthRole(ROLE);
    return constraint;
  }
}
