package dev.atlasrestore.benchmarks.endtoend.contestant;

import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.load.Fetcher;
import dev.atlasrestore.benchmarks.endtoend.server.DigestCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Apache HttpClient 5 with its own digest: a context for each call, or one that all share. The
 * latter remembers the nonce, but is not made for calls at once: they may fail, and leave it such
 * that every later call fails, even of one caller.
 */
final class ApacheClient implements Fetcher.Blocking {

  private final Service service;
  private final Decoding.Reader reader;
  private final CloseableHttpClient client;
  private final @Nullable HttpClientContext context;

  private ApacheClient(
      Service service, Decoding decoding, @Nullable HttpClientContext sharedContext) {
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope(Service.HOST, service.port()),
        new UsernamePasswordCredentials(DigestCheck.USER, DigestCheck.PASSWORD.toCharArray()));
    this.service = service;
    this.reader = decoding.reader();
    this.context = sharedContext;
    this.client =
        HttpClients.custom()
            .setConnectionManager(PlainJersey.pool())
            .setDefaultCredentialsProvider(credentials)
            .build();
  }

  static ApacheClient byDefault(Service service, Decoding decoding) {
    return new ApacheClient(service, decoding, null);
  }

  static ApacheClient sharingContext(Service service, Decoding decoding) {
    return new ApacheClient(service, decoding, HttpClientContext.create());
  }

  @Override
  public void fetch(RestoreJobRef ref) throws IOException {
    HttpGet request = new HttpGet(service.guarded(ref));
    byte[] body =
        client.execute(request, context, answer -> EntityUtils.toByteArray(answer.getEntity()));
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
