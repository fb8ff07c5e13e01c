package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;

/**
 * The method by which the restored data is delivered.
 *
 * <p>The service may add values. A value without a constant here is kept as it is.
 *
 * @param value the text of {@code delivery.methodName}, as the service sent it
 */
public record DeliveryMethod(String value) implements Serializable {

  /** A download link. The service reports automated restores with this method too. */
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

  /** Accepts any text. */
  public DeliveryMethod {
    Objects.requireNonNull(value, "value");
  }

  /** Returns the text of the method. */
  @Override
  public String toString() {
    return value;
  }
}
