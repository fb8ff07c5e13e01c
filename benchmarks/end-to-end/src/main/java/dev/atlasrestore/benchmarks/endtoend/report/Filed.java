package dev.atlasrestore.benchmarks.endtoend.report;

/** Under which names results are filed. */
public final class Filed {

  public static final String CALLERS_1 = "callers-1";
  public static final String CALLERS_32 = "callers-32";
  public static final String CALLERS_256 = "callers-256";

  /** The bodies are not looked at. */
  public static final String UNDECODED = "callers-32-undecoded";

  /** Jackson reads the bodies, for everybody. */
  public static final String JACKSON = "callers-32-jackson";

  /** One caller, a fresh client. */
  public static final String SEQUENTIAL = "sequential";

  /** Many callers at once, a fresh client. */
  public static final String FIRST_CALLS = "first-calls";

  /** Nonces that die of their uses. */
  public static final String DYING = "dying";

  /** Counts that must increase. */
  public static final String STRICT = "strict";

  /** Many waits. */
  public static final String WAITS = "waits";

  /** A cold JVM's first fetch from a server that asks for no credentials. */
  public static final String FIRST_OPEN = "first-open";

  /** A cold JVM's first fetch from a server that asks for them. */
  public static final String FIRST_ASKED = "first-asked";

  private Filed() {}

  /** The same behind a network. */
  public static String delayed(String name) {
    return "delayed-" + name;
  }
}
