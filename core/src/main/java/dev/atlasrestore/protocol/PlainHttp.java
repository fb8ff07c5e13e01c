package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import java.net.URI;
import java.util.Locale;

/** Refuses to show restore jobs, and the download links in them, to everybody on the way. */
final class PlainHttp {

  private PlainHttp() {}

  static void requireAllowed(AtlasConfig config) {
    URI base = config.baseUri();
    if (base.getScheme().equals("http") && !config.plainHttp() && !isLoopback(base.getHost())) {
      throw new IllegalArgumentException(
          "Plain http to "
              + base.getHost()
              + " would show download links to everybody on the way: use https, or allow it with withPlainHttp(true)");
    }
  }

  /** By its form alone: a look-up would be I/O, and could be lied to. */
  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("[0:0:0:0:0:0:0:1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
