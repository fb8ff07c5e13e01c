package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.server.DigestCheck;
import jakarta.ws.rs.client.Client;
import java.util.function.BiFunction;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.glassfish.jersey.apache5.connector.Apache5ClientProperties;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.glassfish.jersey.client.authentication.HttpAuthenticationFeature;

/** Jersey on the Apache connector: a GET without credentials, or with the digest feature. */
final class PlainJersey implements Fetcher.Blocking {

  private final Client client;
  private final Decoding.Reader reader;
  private final BiFunction<Service, RestoreJobRef, String> address;
  private final Service service;

  private PlainJersey(
      Client client,
      Service service,
      BiFunction<Service, RestoreJobRef, String> address,
      Decoding decoding) {
    this.client = client;
    this.service = service;
    this.address = address;
    this.reader = decoding.reader();
  }

  static PlainJersey open(Service service, Decoding decoding) {
    return new PlainJersey(client(), service, Service::open, decoding);
  }

  static PlainJersey digest(Service service, Decoding decoding) {
    Client client = client();
    client.register(HttpAuthenticationFeature.digest(DigestCheck.USER, DigestCheck.PASSWORD));
    return new PlainJersey(client, service, Service::guarded, decoding);
  }

  static Client client() {
    return JerseyClientBuilder.createClient(
        new ClientConfig()
            .connectorProvider(new Apache5ConnectorProvider())
            .property(Apache5ClientProperties.CONNECTION_MANAGER, pool()));
  }

  static PoolingHttpClientConnectionManager pool() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(Service.POOL)
        .setMaxConnPerRoute(Service.POOL)
        .build();
  }

  @Override
  public void fetch(RestoreJobRef ref) {
    reader.read(client.target(address.apply(service, ref)).request().get(byte[].class), ref);
  }

  @Override
  public void close() {
    client.close();
  }
}
