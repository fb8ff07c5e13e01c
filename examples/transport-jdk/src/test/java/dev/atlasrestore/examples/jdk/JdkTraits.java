package dev.atlasrestore.examples.jdk;

import dev.atlasrestore.testkit.contract.Traits;

/** The rules that the JDK's HTTP client cannot keep. */
final class JdkTraits {

  private static final String DOES_NOT_TELL =
      "the JDK's client does not tell whether a connection had served another request before";

  private JdkTraits() {}

  static Traits traits() {
    Traits traits =
        Traits.keepsAll()
            .without("RUN-23", DOES_NOT_TELL)
            .without("1.reused", DOES_NOT_TELL)
            .without("1.silent", DOES_NOT_TELL)
            .without(
                "RUN-15.head",
                "the JDK's client does not tell a head that is too large from a malformed one")
            .without("RUN-32.closed", "the JDK's client does not tell which connection was closed")
            .without("RUN-6.chunk", "the JDK's client waits for the bytes of a chunk of any size");
    return Runtime.version().feature() < 21
        ? traits.without(
            "21.connections",
            "the JDK's client cannot be closed before Java 21; its idle connections time out")
        : traits;
  }
}
