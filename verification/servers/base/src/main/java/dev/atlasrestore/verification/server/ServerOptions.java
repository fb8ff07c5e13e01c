package dev.atlasrestore.verification.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the parent process asks of a server, as {@code --name=value} arguments. The user and the
 * password come from the environment variables {@code SERVER_USER} and {@code SERVER_PASSWORD}.
 *
 * <p>An option the server does not know is refused: a test must never believe in a setting that has
 * no effect.
 */
public final class ServerOptions {
  /** How long a nonce lives, in milliseconds. */
  public static final String NONCE_LIFE = "nonce-life-ms";

  /** The largest count a nonce takes; what it means exactly is the server's affair. */
  public static final String NONCE_COUNT = "nonce-count";

  /** {@code true}: counts must come one by one, without gaps. */
  public static final String STRICT = "strict";

  /** {@code true}: a nonce serves one request only. */
  public static final String ONE_TIME = "one-time";

  /** How many nonces the server remembers before it forgets the oldest. */
  public static final String NONCE_CACHE = "nonce-cache";

  private static final String PORT = "port";
  private static final String REALM = "realm";

  private final Map<String, String> values;

  private ServerOptions(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Returns the options of a command line.
   *
   * @throws IllegalArgumentException if an argument is malformed or names an option that is neither
   *     {@code port} nor {@code realm} nor one of {@code known}
   */
  public static ServerOptions of(String[] arguments, String... known) {
    Set<String> settings = Set.of(known);
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("not of the form --name=value: " + argument);
      }
      String name = argument.substring(2, equals);
      if (!name.equals(PORT) && !name.equals(REALM) && !settings.contains(name)) {
        throw new IllegalArgumentException("this server has no setting " + name);
      }
      values.put(name, argument.substring(equals + 1));
    }
    return new ServerOptions(values);
  }

  /** Returns the port to listen on; 0 lets the system choose. */
  public int port() {
    return Integer.parseInt(values.getOrDefault(PORT, "0"));
  }

  /** Returns the realm of the challenges; without the option, the one Atlas sends. */
  public String realm() {
    return values.getOrDefault(REALM, "MMS Public API");
  }

  /** Returns the only user the server knows. */
  public String user() {
    return environment("SERVER_USER");
  }

  /** Returns the password of that user. */
  public String password() {
    return environment("SERVER_PASSWORD");
  }

  /** Returns how long a nonce shall live, if the parent said so. */
  public Optional<Duration> nonceLife() {
    return Optional.ofNullable(values.get(NONCE_LIFE)).map(Long::valueOf).map(Duration::ofMillis);
  }

  /** Returns the number given for an option, if the parent gave one. */
  public OptionalInt number(String name) {
    String value = values.get(name);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  /** Tells whether an option was given as {@code true}. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }
}
