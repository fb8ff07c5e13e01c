package dev.atlasrestore.exchange;

/**
 * The limits of the native clients that transports create, the same for every transport. A supplied
 * native client keeps its own limits.
 */
public final class TransportLimits {

  /** The largest number of connections of one native client to one origin. */
  public static final int MAX_CONNECTIONS = 256;

  /**
   * The largest header section of a response, in bytes, without line ends. The number of header
   * fields has no limit of its own. A trailer section has the same limit. The status line may have
   * the same size; Jersey counts it with the header section.
   */
  public static final int MAX_HEAD_BYTES = 64 * 1024;

  private TransportLimits() {}
}
