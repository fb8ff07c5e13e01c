package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.server.DigestCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient 5 with its own Digest authentication, and a new context for each request. */
final class ApacheClient implements Fetcher.Blocking {

  private final Service service;
  private final Decoding.Reader reader;
  private final CloseableHttpClient client;

  ApacheClient(Service service, Decoding decoding) {
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope(Service.HOST, service.port()),
        new UsernamePasswordCredentials(DigestCheck.USER, DigestCheck.PASSWORD.toCharArray()));
    this.service = service;
    this.reader = decoding.reader();
    this.client =
        HttpClients.custom()
            .setConnectionManager(PlainJersey.pool())
            .setDefaultCredentialsProvider(credentials)
            .build();
  }

  @Override
  public void fetch(RestoreJobRef ref) throws IOException {
    HttpGet request = new HttpGet(service.guarded(ref));
    byte[] body =
        client.execute(request, response -> EntityUtils.toByteArray(response.getEntity()));
    reader.read(body, ref);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
