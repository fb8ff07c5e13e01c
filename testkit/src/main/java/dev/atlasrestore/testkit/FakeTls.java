package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.HandshakeFaults;
import dev.atlasrestore.testkit.tls.CertificateAuthority;
import dev.atlasrestore.testkit.tls.CertificateAuthority.Host;
import dev.atlasrestore.testkit.tls.CertificateAuthority.Identity;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * How a fake server secures its connections: correctly, not at all, or with a fault that a client
 * must detect. Immutable. One value may be used for any number of servers.
 *
 * <pre>{@code
 * try (FakeAtlas atlas = FakeAtlas.start(FakeTls.trusted())) {
 *   ... read atlas.config() with a client that trusts FakeTls.trustStore() ...
 * }
 * }</pre>
 *
 * <p>Keys and certificates are generated at first use and are kept until the JVM ends. The
 * certificates are valid for one day.
 */
public final class FakeTls {

  private static final FakeTls NONE = new FakeTls("none", false, socket -> socket);

  private final String name;
  private final boolean https;
  private final Handshake handshake;

  /** Secures a socket that the server has accepted, or throws. */
  @FunctionalInterface
  private interface Handshake {
    Socket secure(Socket socket) throws IOException;
  }

  private FakeTls(String name, boolean https, Handshake handshake) {
    this.name = name;
    this.https = https;
    this.handshake = handshake;
  }

  /**
   * HTTPS with a certificate for 127.0.0.1 and localhost, issued by the authority of {@link
   * #trustStore()}.
   */
  public static FakeTls trusted() {
    return new FakeTls("trusted", true, Certificates.GOOD);
  }

  /**
   * HTTPS with a certificate for another host, issued by the authority of {@link #trustStore()}.
   */
  public static FakeTls wrongHost() {
    return new FakeTls("wrongHost", true, Certificates.WRONG_HOST);
  }

  /**
   * HTTPS with a certificate that expired a year ago, issued by the authority of {@link
   * #trustStore()}.
   */
  public static FakeTls expired() {
    return new FakeTls("expired", true, Certificates.EXPIRED);
  }

  /** HTTPS with a self-signed certificate for 127.0.0.1 and localhost. */
  public static FakeTls selfSigned() {
    return new FakeTls("selfSigned", true, Certificates.SELF_SIGNED);
  }

  /** HTTPS whose handshake gets no response until the client closes the connection. */
  public static FakeTls hanging() {
    return new FakeTls("hanging", true, HandshakeFaults::hang);
  }

  /** HTTPS whose handshake arrives one byte at a time and never completes. */
  public static FakeTls dripping(Duration between) {
    return new FakeTls(
        "dripping(" + between + ")", true, socket -> HandshakeFaults.drip(socket, between));
  }

  /** HTTPS whose connection is closed during the handshake. */
  public static FakeTls dropped() {
    return new FakeTls("dropped", true, HandshakeFaults::drop);
  }

  /** Plain HTTP, although the server's address says {@code https}. */
  public static FakeTls missing() {
    return new FakeTls("missing", true, socket -> socket);
  }

  /** TLS, although the server's address says {@code http}. */
  public static FakeTls unexpected() {
    return new FakeTls("unexpected", false, Certificates.GOOD);
  }

  /** Plain HTTP. */
  public static FakeTls none() {
    return NONE;
  }

  /** Returns a copy whose handshakes start only after this delay. */
  public FakeTls delayed(Duration delay) {
    return new FakeTls(
        name + " after " + delay,
        https,
        socket -> {
          HandshakeFaults.delay(socket, delay);
          return handshake.secure(socket);
        });
  }

  /**
   * Returns a new key store, without a password, that trusts the authority of {@link #trusted()},
   * {@link #wrongHost()} and {@link #expired()}.
   */
  public static KeyStore trustStore() {
    try {
      return CertificateAuthority.trustStoreOf(Certificates.AUTHORITY.certificate());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot store certificates", e);
    }
  }

  /** Shows the name of the factory method. */
  @Override
  public String toString() {
    return name;
  }

  String scheme() {
    return https ? "https" : "http";
  }

  /**
   * Performs the handshake; returns the socket to read from and write to.
   *
   * @throws IOException if the handshake does not complete
   */
  Socket secure(Socket socket) throws IOException {
    return handshake.secure(socket);
  }

  /** The certificates, generated when a handshake first needs one. */
  private static final class Certificates {
    private static final char[] NO_PASSWORD = {};
    private static final Duration YEAR = Duration.ofDays(366);

    private static final CertificateAuthority AUTHORITY;
    private static final Handshake GOOD;
    private static final Handshake WRONG_HOST;
    private static final Handshake EXPIRED;
    private static final Handshake SELF_SIGNED;

    static {
      try {
        AUTHORITY = new CertificateAuthority();
        GOOD = handshakeWith(AUTHORITY.issue(Host.THIS_MACHINE, Duration.ZERO));
        WRONG_HOST = handshakeWith(AUTHORITY.issue(Host.ANOTHER, Duration.ZERO));
        EXPIRED = handshakeWith(AUTHORITY.issue(Host.THIS_MACHINE, YEAR));
        SELF_SIGNED = handshakeWith(AUTHORITY.selfSigned(Host.THIS_MACHINE));
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("this JDK cannot create certificates", e);
      }
    }

    private static Handshake handshakeWith(Identity identity)
        throws GeneralSecurityException, IOException {
      KeyStore store = CertificateAuthority.emptyStore();
      X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
      store.setKeyEntry("server", identity.key(), NO_PASSWORD, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return socket -> {
        SSLSocket secured =
            (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
      };
    }
  }
}
