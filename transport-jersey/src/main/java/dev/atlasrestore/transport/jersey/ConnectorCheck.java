package dev.atlasrestore.transport.jersey;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.HttpUrlConnectorProvider;

/** Rejects supplied clients that use Jersey's default connector, {@code HttpURLConnection}. */
final class ConnectorCheck {

  private ConnectorCheck() {}

  /**
   * Checks the connector of a client. Accepts a closed client, whose calls fail later, and a client
   * of another JAX-RS implementation, whose connector is not known.
   *
   * @throws IllegalArgumentException if the connector is {@code HttpURLConnection}
   */
  static void requireSupported(Client client) {
    Configuration configuration;
    try {
      configuration = client.getConfiguration();
    } catch (IllegalStateException closed) {
      return;
    }
    if (configuration instanceof ClientConfig config
        && config.getConnectorProvider() instanceof HttpUrlConnectorProvider) {
      throw new IllegalArgumentException(
          "The client uses Jersey's default connector, HttpURLConnection, which sends requests"
              + " twice; pass a client made with"
              + " new ClientConfig().connectorProvider(new Apache5ConnectorProvider()),"
              + " or pass no client");
    }
  }
}
