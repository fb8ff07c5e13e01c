package dev.atlasrestore.verification.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Sends single requests to a server and computes the credentials without the library. */
final class ManualClient {
  static final String JOB =
      "/api/atlas/v1.0/groups/5a0a1e7e0f2912c554080ae6/clusters/billing/restoreJobs/5a66783b80eef5354c77ee8a";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RealServer server;

  ManualClient(RealServer server) {
    this.server = server;
  }

  /** How the server treated a request with credentials. */
  enum Verdict {
    ACCEPTED,
    /** Status 401 without {@code stale}. */
    REJECTED,
    REJECTED_STALE_FALSE,
    REJECTED_STALE_TRUE;

    static Verdict of(HttpResponse<String> response) {
      if (response.statusCode() == 200) {
        return ACCEPTED;
      }
      if (response.statusCode() != 401) {
        throw new IllegalStateException(response.statusCode() + ": " + response.body());
      }
      String stale = Challenge.of(response).get(0).parameters().get("stale");
      return stale == null
          ? REJECTED
          : Boolean.parseBoolean(stale) ? REJECTED_STALE_TRUE : REJECTED_STALE_FALSE;
    }
  }

  /**
   * Sends a request without credentials. Returns the first challenge, which is the strongest one of
   * these servers.
   */
  Challenge challenge() {
    return challenges(get(JOB)).get(0);
  }

  private static List<Challenge> challenges(HttpResponse<String> response) {
    List<Challenge> challenges = Challenge.of(response);
    if (response.statusCode() != 401 || challenges.isEmpty()) {
      throw new IllegalStateException(
          "Expected a challenge, but the status is " + response.statusCode());
    }
    return challenges;
  }

  /** Requests the job with the right password and a nonce count. */
  Verdict signed(Challenge challenge, int count) {
    return Verdict.of(get(JOB, challenge.credentials(RealServer.PASSWORD, JOB, count)));
  }

  /** Requests a target unchanged, with at most one {@code Authorization} header. */
  HttpResponse<String> get(String target, String... authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.baseUri().resolve(URI.create(target)))
            .timeout(Duration.ofSeconds(10));
    for (String value : authorization) {
      request.header("Authorization", value);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
