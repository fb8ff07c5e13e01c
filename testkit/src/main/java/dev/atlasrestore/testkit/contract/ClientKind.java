package dev.atlasrestore.testkit.contract;

import java.security.KeyStore;

/** Which native client a transport under test runs on. */
public sealed interface ClientKind {

  /** The client that the transport makes by itself. */
  record Own() implements ClientKind {
    @Override
    public String toString() {
      return "own client";
    }
  }

  /** A client that the application made and lends. */
  record Supplied() implements ClientKind {
    @Override
    public String toString() {
      return "supplied client";
    }
  }

  /**
   * A client that the application made and that trusts these certificates only.
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
   * A client that the application made, whose pool has room for so many connections.
   *
   * @param connections how many
   */
  record Pooled(int connections) implements ClientKind {
    @Override
    public String toString() {
      return "client with a pool of " + connections;
    }
  }

  /** The client that the transport makes by itself. */
  static ClientKind own() {
    return new Own();
  }

  /** A client that the application made and lends. */
  static ClientKind supplied() {
    return new Supplied();
  }

  /** A client that trusts these certificates only. */
  static ClientKind trusting(KeyStore trusted) {
    return new Trusting(trusted);
  }

  /** A client whose pool has room for so many connections. */
  static ClientKind pooled(int connections) {
    return new Pooled(connections);
  }
}
