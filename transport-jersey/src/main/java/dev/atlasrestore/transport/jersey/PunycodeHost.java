package dev.atlasrestore.transport.jersey;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Lets the library's own native client send to a host that begins with {@code xn--}.
 *
 * <p>Apache's client (5.4 to 5.6) keeps such a host in Unicode. Jersey's connector (3.1) then reads
 * it back through a {@link URI}, whose host may only be ASCII, and fails with a {@code
 * NullPointerException} before anything is sent. So the connector gets a host with a prefix, and
 * the native client removes the prefix before it looks for a connection and writes the {@code Host}
 * field.
 */
final class PunycodeHost {

  private static final String ACE = "xn--";
  private static final String PREFIX = "atlas-restore-prefix.";

  private PunycodeHost() {}

  /** Returns whether the host begins with {@code xn--}. */
  static boolean isPunycode(String host) {
    return host.regionMatches(true, 0, ACE, 0, ACE.length());
  }

  /** Returns the address for the connector. */
  static URI withPrefix(URI uri) {
    return isPunycode(uri.getHost())
        ? URI.create(uri.toString().replaceFirst("://", "://" + PREFIX))
        : uri;
  }

  /** Returns the host to connect to. */
  static HttpHost withoutPrefix(HttpHost host) {
    return host.getHostName().startsWith(PREFIX)
        ? new HttpHost(
            host.getSchemeName(), host.getHostName().substring(PREFIX.length()), host.getPort())
        : host;
  }

  /** Returns the authority to send. */
  static URIAuthority withoutPrefix(URIAuthority authority) {
    return authority.getHostName().startsWith(PREFIX)
        ? new URIAuthority(authority.getHostName().substring(PREFIX.length()), authority.getPort())
        : authority;
  }
}
