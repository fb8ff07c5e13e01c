package dev.atlasrestore.benchmarks.endtoend.contestant;

import com.burgstaller.okhttp.AuthenticationCacheInterceptor;
import com.burgstaller.okhttp.CachingAuthenticatorDecorator;
import com.burgstaller.okhttp.digest.CachingAuthenticator;
import com.burgstaller.okhttp.digest.Credentials;
import com.burgstaller.okhttp.digest.DigestAuthenticator;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.benchmarks.endtoend.server.DigestCheck;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp with okhttp-digest, configured as the README of okhttp-digest shows. */
final class OkHttp implements Fetcher.Blocking {

  private static final int IDLE_MINUTES = 5;

  private final Service service;
  private final Decoding.Reader reader;
  private final OkHttpClient client;

  OkHttp(Service service, Decoding decoding) {
    Map<String, CachingAuthenticator> cache = new ConcurrentHashMap<>();
    var authenticator =
        new DigestAuthenticator(new Credentials(DigestCheck.USER, DigestCheck.PASSWORD));
    this.service = service;
    this.reader = decoding.reader();
    this.client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(Service.POOL, IDLE_MINUTES, TimeUnit.MINUTES))
            .authenticator(new CachingAuthenticatorDecorator(authenticator, cache))
            .addInterceptor(new AuthenticationCacheInterceptor(cache))
            .build();
  }

  @Override
  public void fetch(RestoreJobRef ref) throws IOException {
    Request request = new Request.Builder().url(service.guarded(ref)).build();
    try (Response response = client.newCall(request).execute()) {
      reader.read(response.body().bytes(), ref);
    }
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }
}
