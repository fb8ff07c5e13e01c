package dev.atlasrestore;

import java.util.Objects;

/**
 * How the restored data reaches its place.
 *
 * <p>An open value: the service's set has grown over the years, so a value unknown here is kept as
 * it came.
 *
 * @param value the text of {@code delivery.methodName}, as the service sent it
 */
public record DeliveryMethod(String value) {

  /** A link to download from. Automated restores come back with this method too. */
  public static final DeliveryMethod HTTP = new DeliveryMethod("HTTP");

  /** The result of a query. */
  public static final DeliveryMethod QUERY = new DeliveryMethod("QUERY");

  /** A copy by SCP. */
  public static final DeliveryMethod SCP = new DeliveryMethod("SCP");

  /** A restore into a running cluster. */
  public static final DeliveryMethod AUTOMATED_RESTORE = new DeliveryMethod("AUTOMATED_RESTORE");

  /** A point-in-time restore by the client tool over HTTP. */
  public static final DeliveryMethod CLIENT_PIT_HTTP = new DeliveryMethod("CLIENT_PIT_HTTP");

  /** A point-in-time restore by the client tool over SCP. */
  public static final DeliveryMethod CLIENT_PIT_SCP = new DeliveryMethod("CLIENT_PIT_SCP");

  /** A copy by a third party. */
  public static final DeliveryMethod THIRD_PARTY_COPY = new DeliveryMethod("THIRD_PARTY_COPY");

  /** Keeps any text, known or not. */
  public DeliveryMethod {
    Objects.requireNonNull(value, "value");
  }

  /** The text itself. */
  @Override
  public String toString() {
    return value;
  }
}
