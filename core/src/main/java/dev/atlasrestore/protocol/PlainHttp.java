package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.internal.text.Hosts;
import java.net.URI;

/**
 * Rejects plain {@code http} to another machine, unless the configuration allows it. Restore jobs
 * contain download links, which anyone on the network path could read.
 */
final class PlainHttp {

  private PlainHttp() {}

  static void requireAllowed(AtlasConfig config) {
    URI base = config.baseUri();
    if (base.getScheme().equals("http")
        && !config.plainHttp()
        && !Hosts.isLoopback(base.getHost())) {
      throw new IllegalArgumentException(
          "Plain http to "
              + base.getHost()
              + " would expose download links to the network: use https, or allow it with withPlainHttp(true)");
    }
  }
}
