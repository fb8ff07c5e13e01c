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

  /**
   * Returns whether the host is an IPv6 address with a zone, such as {@code [fe80::1%25eth0]}. HTTP
   * stacks disagree whether the zone is decoded, and whether it is part of the {@code Host} field.
   */
  public static boolean hasZone(String host) {
    return host.indexOf('%') >= 0;
  }
}
