package dev.atlasrestore.spring;

import java.util.Locale;

/**
 * A property is missing or wrong. The message names the property and never contains a secret.
 * {@link #variable()} returns the environment variable that sets the property.
 */
public final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "atlas.";

  private final String property;

  /**
   * Creates an exception.
   *
   * @param name the name of the property without its prefix
   * @param problem says what is wrong and what to set
   */
  InvalidSettingException(String name, String problem) {
    super(PREFIX + name + ": " + problem);
    this.property = PREFIX + name;
  }

  /** Returns the name of the property, for example {@code atlas.public-key}. */
  public String property() {
    return property;
  }

  /** Returns the environment variable that sets the property. */
  public String variable() {
    return property.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
