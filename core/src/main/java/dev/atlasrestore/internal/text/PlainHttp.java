package dev.atlasrestore.internal.text;

import dev.atlasrestore.AtlasConfig;
import java.net.URI;
import java.util.Locale;

/**
 * Rejects plain {@code http} to another machine, unless the configuration allows it. Restore jobs
 * contain download links, which anyone on the network path could read.
 */
public final class PlainHttp {

  private PlainHttp() {}

  /**
   * Checks the address of the service.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  public static void requireAllowed(AtlasConfig config) {
    URI base = config.baseUri();
    if (base.getScheme().equals("http") && !config.plainHttp() && !isLoopback(base.getHost())) {
      throw new IllegalArgumentException(
          "Plain http to "
              + base.getHost()
              + " would expose download links to the network: use https, or allow it with withPlainHttp(true)");
    }
  }

  /**
   * Returns whether the host is this machine. Checks the form only: a DNS lookup would be I/O, and
   * its result can be forged.
   */
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("[0:0:0:0:0:0:0:1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
