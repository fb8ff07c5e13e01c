package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.tls.CertificateAuthority;
import dev.atlasrestore.testkit.tls.CertificateAuthority.Identity;
import dev.atlasrestore.testkit.tls.CertificateAuthority.Names;
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
 * How a fake server secures its connections: well, not at all, or with one of the faults that a
 * client must notice. Immutable, and good for any number of servers.
 *
 * <pre>{@code
 * try (FakeAtlas atlas = FakeAtlas.start(FakeTls.trusted())) {
 *   ... a client that trusts FakeTls.trustStore() reads from atlas.config(); its address is https ...
 * }
 * }</pre>
 *
 * <p>Keys and certificates are made when they are first asked for, and live as long as the JVM.
 */
public final class FakeTls {

  private static final FakeTls NONE = new FakeTls("none", false, socket -> socket);

  private final String name;
  private final boolean announced;
  private final Handshake handshake;

  /** Makes a connection safe, or fails to. */
  @FunctionalInterface
  private interface Handshake {
    Socket on(Socket socket) throws IOException;
  }

  private FakeTls(String name, boolean announced, Handshake handshake) {
    this.name = name;
    this.announced = announced;
    this.handshake = handshake;
  }

  /** A certificate for 127.0.0.1 and localhost, good for whoever trusts {@link #trustStore()}. */
  public static FakeTls trusted() {
    return new FakeTls("trusted", true, Certified.GOOD);
  }

  /** A certificate of the same authority, for another host. */
  public static FakeTls wrongHost() {
    return new FakeTls("wrongHost", true, Certified.FOR_ANOTHER_HOST);
  }

  /** A certificate of the same authority for the right host, which expired a year ago. */
  public static FakeTls expired() {
    return new FakeTls("expired", true, Certified.EXPIRED);
  }

  /** A certificate for the right host that no authority vouches for. */
  public static FakeTls selfSigned() {
    return new FakeTls("selfSigned", true, Certified.SELF_SIGNED);
  }

  /** Hears the client's greeting and never answers it; ends when the client closes. */
  public static FakeTls hanging() {
    return new FakeTls("hanging", true, Handshakes::hang);
  }

  /** Answers the client's greeting one byte at a time, and would take hours. */
  public static FakeTls dripping(Duration between) {
    return new FakeTls(
        "dripping(" + between + ")", true, socket -> Handshakes.drip(socket, between));
  }

  /** Closes the connection in the middle of the handshake. */
  public static FakeTls dropped() {
    return new FakeTls("dropped", true, Handshakes::drop);
  }

  /** Speaks plain HTTP where its address says https. */
  public static FakeTls missing() {
    return new FakeTls("missing", true, socket -> socket);
  }

  /** Speaks TLS where its address says http. */
  public static FakeTls unexpected() {
    return new FakeTls("unexpected", false, Certified.GOOD);
  }

  /** Plain HTTP, and an address that says so. */
  public static FakeTls none() {
    return NONE;
  }

  /** The same, but every handshake begins only after so long. */
  public FakeTls delayed(Duration delay) {
    return new FakeTls(
        name + " after " + delay,
        announced,
        socket -> {
          Handshakes.delay(socket, delay);
          return handshake.on(socket);
        });
  }

  /**
   * The authority behind {@link #trusted()}, {@link #wrongHost()} and {@link #expired()}, for a
   * client to trust; a store of your own. It has no password.
   */
  public static KeyStore trustStore() {
    try {
      return CertificateAuthority.storeOf(Certified.AUTHORITY.certificate());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK keeps no certificates", e);
    }
  }

  /** Shows which it is. */
  @Override
  public String toString() {
    return name;
  }

  String scheme() {
    return announced ? "https" : "http";
  }

  /** The connection as it is to be used; fails where no connection is to come about. */
  Socket secured(Socket socket) throws IOException {
    return handshake.on(socket);
  }

  /** Certificates, made once for all. */
  private static final class Certified {
    private static final char[] NO_PASSWORD = {};
    private static final Duration LONG_AGO = Duration.ofDays(366);

    private static final CertificateAuthority AUTHORITY;
    private static final Handshake GOOD;
    private static final Handshake FOR_ANOTHER_HOST;
    private static final Handshake EXPIRED;
    private static final Handshake SELF_SIGNED;

    static {
      try {
        AUTHORITY = new CertificateAuthority();
        GOOD = with(AUTHORITY.issue(Names.THIS_MACHINE, Duration.ZERO));
        FOR_ANOTHER_HOST = with(AUTHORITY.issue(Names.ELSEWHERE, Duration.ZERO));
        EXPIRED = with(AUTHORITY.issue(Names.THIS_MACHINE, LONG_AGO));
        SELF_SIGNED = with(AUTHORITY.selfSigned(Names.THIS_MACHINE));
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException("this JDK makes no certificates", e);
      }
    }

    private static Handshake with(Identity identity) throws GeneralSecurityException, IOException {
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
