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

/** Visits a server one request at a time, signing by hand. */
final class Visitor {
  static final String JOB =
      "/api/atlas/v1.0/groups/5a0a1e7e0f2912c554080ae6/clusters/billing/restoreJobs/5a66783b80eef5354c77ee8a";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RealServer server;

  Visitor(RealServer server) {
    this.server = server;
  }

  /** What became of a signed request. */
  enum Verdict {
    ACCEPTED,
    /** 401 that says nothing of staleness. */
    REFUSED,
    REFUSED_STALE_FALSE,
    REFUSED_STALE_TRUE;

    static Verdict of(HttpResponse<String> response) {
      if (response.statusCode() == 200) {
        return ACCEPTED;
      }
      if (response.statusCode() != 401) {
        throw new IllegalStateException(response.statusCode() + ": " + response.body());
      }
      String stale = Challenge.of(response).get(0).parameters().get("stale");
      return stale == null
          ? REFUSED
          : Boolean.parseBoolean(stale) ? REFUSED_STALE_TRUE : REFUSED_STALE_FALSE;
    }
  }

  /**
   * Asks without credentials and returns the strongest challenge, which these servers put first.
   */
  Challenge challenge() {
    return challenges(get(JOB)).get(0);
  }

  private static List<Challenge> challenges(HttpResponse<String> response) {
    List<Challenge> challenges = Challenge.of(response);
    if (response.statusCode() != 401 || challenges.isEmpty()) {
      throw new IllegalStateException("not challenged but " + response.statusCode());
    }
    return challenges;
  }

  /** Asks for the job with the right password and a count. */
  Verdict signed(Challenge challenge, int count) {
    return Verdict.of(get(JOB, challenge.answer(RealServer.PASSWORD, JOB, count)));
  }

  /** Asks for a target as it stands, with one {@code Authorization} or none. */
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
