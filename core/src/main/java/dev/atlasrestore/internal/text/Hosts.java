package dev.atlasrestore.internal.text;

import java.util.Locale;

/** Judges host names by their form. A DNS lookup would be I/O, and its result can be forged. */
public final class Hosts {

  private Hosts() {}

  /** Returns whether the host is this machine. */
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.equals("[0:0:0:0:0:0:0:1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
