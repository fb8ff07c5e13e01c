package dev.atlasrestore.testkit.contract;

import java.net.URI;
import java.security.KeyStore;

/** The kind of native client that the transport under test uses. */
public sealed interface ClientKind {

  /** The client that the transport creates. */
  record Own() implements ClientKind {
    @Override
    public String toString() {
      return "own client";
    }
  }

  /** A client that the application creates and supplies. */
  record Supplied() implements ClientKind {
    @Override
    public String toString() {
      return "supplied client";
    }
  }

  /**
   * A supplied client that trusts only these certificates.
   *
   * @param trusted the certificates
   */
  record Trusting(KeyStore trusted) implements ClientKind {
    @Override
    public String toString() {
      return "client with a trust store of its own";
    }
  }

  /**
   * A supplied client with a limited pool.
   *
   * @param connections the most connections that the pool opens
   */
  record Pooled(int connections) implements ClientKind {
    @Override
    public String toString() {
      return "client with a pool of " + connections;
    }
  }

  /**
   * A supplied client that trusts only these certificates, and sends {@code https} requests through
   * an HTTP proxy.
   *
   * @param proxy the address of the proxy, for example {@code http://127.0.0.1:3128}
   * @param trusted the certificates
   */
  record Proxied(URI proxy, KeyStore trusted) implements ClientKind {
    @Override
    public String toString() {
      return "client with a proxy";
    }
  }

  /** Returns the kind of client that the transport creates. */
  static ClientKind own() {
    return new Own();
  }

  /** Returns the kind of client that the application supplies. */
  static ClientKind supplied() {
    return new Supplied();
  }

  /** Returns the kind of supplied client that trusts only these certificates. */
  static ClientKind trusting(KeyStore trusted) {
    return new Trusting(trusted);
  }

  /**
   * Returns the kind of supplied client that uses this proxy and trusts only these certificates.
   */
  static ClientKind proxied(URI proxy, KeyStore trusted) {
    return new Proxied(proxy, trusted);
  }

  /** Returns the kind of supplied client whose pool opens at most this many connections. */
  static ClientKind pooled(int connections) {
    return new Pooled(connections);
  }
}
