package dev.atlasrestore.internal.digest;

import dev.atlasrestore.ApiKey;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.AuthChallengeParser;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.DigestScheme;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.message.ParserCursor;

/** The credentials of Apache HttpClient for one challenge. */
final class HttpClientScheme {

  private static final HttpHost HOST = new HttpHost("https", "atlas.test");

  private final DigestScheme scheme = new DigestScheme();

  HttpClientScheme(ApiKey key, String challenge) {
    try {
      scheme.processChallenge(
          AuthChallengeParser.INSTANCE
              .parse(ChallengeType.TARGET, challenge, new ParserCursor(0, challenge.length()))
              .get(0),
          HttpClientContext.create());
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(HOST),
          new UsernamePasswordCredentials(key.publicKey(), key.privateKey().toCharArray()));
      scheme.isResponseReady(HOST, credentials, HttpClientContext.create());
    } catch (HttpException e) {
      throw new IllegalArgumentException(challenge, e);
    }
  }

  Authorization sign(String method, String target) {
    try {
      BasicHttpRequest request = new BasicHttpRequest(method, HOST, target);
      return Authorization.read(
          scheme.generateAuthResponse(HOST, request, HttpClientContext.create()));
    } catch (HttpException e) {
      throw new IllegalStateException(target, e);
    }
  }
}
