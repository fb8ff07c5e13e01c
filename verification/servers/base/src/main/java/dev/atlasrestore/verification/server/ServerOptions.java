package dev.atlasrestore.verification.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The options of a server, from arguments of the form {@code --name=value}. The user and the
 * password come from the environment variables {@code SERVER_USER} and {@code SERVER_PASSWORD}.
 *
 * <p>A server rejects an option that it does not support, because a test must not rely on a setting
 * without effect.
 */
public final class ServerOptions {
  /** The lifetime of a nonce in milliseconds. */
  public static final String NONCE_LIFETIME = "nonce-life-ms";

  /** The largest nonce count. Jetty rejects a nonce one use earlier. */
  public static final String NONCE_COUNT = "nonce-count";

  /** With {@code true}, nonce counts must arrive in order and without gaps. */
  public static final String STRICT = "strict";

  /** With {@code true}, a nonce is valid for one request. */
  public static final String ONE_TIME = "one-time";

  /** The number of nonces that the server remembers. It forgets the oldest first. */
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
   * @param supported the names of the settings that the server supports
   *
   * @throws IllegalArgumentException if an argument is malformed, or if its name is not {@code port}, not
   *     {@code realm} and not supported
   */
  public static ServerOptions of(String[] arguments, String... supported) {
    Set<String> settings = Set.of(supported);
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("The argument does not have the form --name=value: " + argument);
      }
      String name = argument.substring(2, equals);
      if (!name.equals(PORT) && !name.equals(REALM) && !settings.contains(name)) {
        throw new IllegalArgumentException("This server has no setting " + name);
      }
      values.put(name, argument.substring(equals + 1));
    }
    return new ServerOptions(values);
  }

  /** Returns the port to listen on; 0 means any free port. */
  public int port() {
    return Integer.parseInt(values.getOrDefault(PORT, "0"));
  }

  /** Returns the realm of the challenges. The default is the realm of Atlas. */
  public String realm() {
    return values.getOrDefault(REALM, "MMS Public API");
  }

  /** Returns the name of the only user. */
  public String user() {
    return environment("SERVER_USER");
  }

  /** Returns the password of that user. */
  public String password() {
    return environment("SERVER_PASSWORD");
  }

  /** Returns the lifetime of a nonce; empty without the option. */
  public Optional<Duration> nonceLifetime() {
    return Optional.ofNullable(values.get(NONCE_LIFETIME)).map(Long::valueOf).map(Duration::ofMillis);
  }

  /** Returns the value of a numeric option; empty without the option. */
  public OptionalInt number(String name) {
    String value = values.get(name);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  /** Whether the option is {@code true}. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalArgumentException("The environment variable " + name + " is not set");
    }
    return value;
  }
}
