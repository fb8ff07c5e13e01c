package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.config;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Samples;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests responses without a job and without a challenge: rules 1, 12, 16, 17, 19 of the contract.
 */
class ErrorResponseTest {

  private static final AtlasConfig ONCE = config().withRetry(RetryPolicy.none());

  private static ApiException error(int status, String body, String... headers) {
    return error(ApiException.class, status, body, headers);
  }

  private static <X extends AtlasException> X error(
      Class<X> type, int status, String body, String... headers) {
    return Client.get(ONCE).answer(status, body, headers).expectFailed(type);
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_PATH_PARAMETER, dev.atlasrestore.ApiException",
    "402, ACCOUNT_SUSPENDED, dev.atlasrestore.ApiException",
    "403, ACCESS_FORBIDDEN, dev.atlasrestore.AccessDeniedException",
    "404, RESTORE_JOB_NOT_FOUND, dev.atlasrestore.RestoreJobNotFoundException",
    "405, METHOD_NOT_ALLOWED, dev.atlasrestore.ApiException",
    "409, CONFLICT, dev.atlasrestore.ApiException",
    "410, GONE, dev.atlasrestore.ApiException",
    "407, PROXY, dev.atlasrestore.ApiException",
    "418, TEAPOT, dev.atlasrestore.ApiException",
    "501, NOT_IMPLEMENTED, dev.atlasrestore.ApiException",
    "599, X, dev.atlasrestore.ApiException"
  })
  void permanentErrorHasItsOwnTypeKeepsTheServicesTextAndIsNotRetried(
      int status, String code, Class<? extends ApiException> type) {
    ApiException e =
        Client.get(config())
            .after(Duration.ofMillis(120))
            .answer(status, "error " + code + "; Some words.; The Reason; c1, 7")
            .expectFailed(type);
    assertThat(e.status()).isEqualTo(status);
    assertThat(e.errorCode()).contains(code);
    assertThat(e.detail()).contains("Some words.");
    assertThat(e.reason()).contains("The Reason");
    assertThat(e.parameters()).containsExactly("c1", "7");
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e.elapsed()).isEqualTo(Duration.ofMillis(120));
    assertThat(e)
        .hasMessageContaining("127.0.0.1:8080")
        .hasMessageContaining(String.valueOf(status))
        .hasMessageContaining(code)
        .hasMessageContaining("Some words.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Bad gateway SECRET</html>", "{", "error"})
  void unreadableBodyDoesNotHideTheStatus(String body) {
    RestoreJobNotFoundException e = error(RestoreJobNotFoundException.class, 404, body);
    assertThat(e.status()).isEqualTo(404);
    assertThat(e.errorCode()).isEmpty();
    assertThat(e.detail()).isEmpty();
    assertThat(e.reason()).isEmpty();
    assertThat(e.parameters()).isEmpty();
    assertThat(e).hasMessageNotContaining("html").hasMessageNotContaining("SECRET");
  }

  @Test
  void errorWithoutACodeKeepsReasonAndDetail() {
    ApiException e = error(400, "error ; No such thing; Bad Request");
    assertThat(e.errorCode()).isEmpty();
    assertThat(e.detail()).contains("No such thing");
    assertThat(e.reason()).contains("Bad Request");
    assertThat(e).hasMessageContaining("No such thing").hasMessageNotContaining("()");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void transientStatusIsReportedAfterTheLastAttempt(int status) {
    ApiException e = error(status, "error UNEXPECTED_ERROR; Oops");
    assertThat(e.status()).isEqualTo(status);
    assertThat(e.errorCode()).contains("UNEXPECTED_ERROR");
  }

  @Test
  void status429IsRateLimitedAndKeepsItsRetryAfter() {
    RateLimitedException e =
        error(RateLimitedException.class, 429, "error RATE_LIMITED", "Retry-After: 62");
    assertThat(e.status()).isEqualTo(429);
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(62));
    assertThat(e).hasMessageContaining("1 min 2 s").hasMessageContaining("RATE_LIMITED");
    assertThat(error(RateLimitedException.class, 429, "").retryAfter()).isEmpty();
  }

  @Test
  void status503KeepsItsRetryAfter() {
    assertThat(error(503, "", "Retry-After: 5").retryAfter()).contains(Duration.ofSeconds(5));
    assertThat(error(503, "").retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectIsNotFollowedAndItsTargetIsShownWithoutSecrets(int status) {
    ApiException e =
        error(status, "", "Location: http://user:SECRET@evil.example:81/login;x?t=SECRET#SECRET");
    assertThat(e.status()).isEqualTo(status);
    assertThat(e)
        .hasMessageContaining("http://evil.example:81/login;x")
        .hasMessageContaining("not followed")
        .hasMessageNotContaining("SECRET");
  }

  @ParameterizedTest
  @CsvSource({
    "/login?SECRET, /login",
    "/login?a\u0085SECRET, /login",
    "//SECRET@evil.example/a, //evil.example/a",
    "https://a:SECRET@b:SECRET@evil.example, https://evil.example",
    "https://user:pa/SECRET@evil.example/a, https://…@evil.example/a",
    "/a/SECRET@b, …@b"
  })
  void redirectTargetOfAnyFormIsShownWithoutSecrets(String location, String shown) {
    assertThat(error(302, "", "Location: " + location))
        .hasMessageContaining("redirect to " + shown)
        .hasMessageNotContaining("SECRET");
  }

  @Test
  void redirectWithoutATargetIsReportedAsARedirect() {
    assertThat(error(302, ""))
        .hasMessageContaining("redirect")
        .hasMessageContaining("not followed");
    assertThat(error(410, "", "Location: /a")).hasMessageNotContaining("redirect");
    assertThat(error(304, "", "Location: /a")).hasMessageNotContaining("redirect");
  }

  @Test
  void invisibleCharactersOfTheServiceAreNotShown() {
    String invisible = "\u2028\u2029\u202e\u2066\u200b\ufeff\u0085\ue000";
    assertThat(error(302, "", "Location: /a" + invisible + "b").getMessage())
        .contains("/a ")
        .doesNotContainPattern("[\\p{C}\\u2028\\u2029]");
  }

  @Test
  void response407NamesTheProxy() {
    assertThat(error(407, ""))
        .hasMessageContaining("A proxy between this program and 127.0.0.1:8080")
        .hasMessageContaining("407");
  }

  @Test
  void contentCodingThatWasNotRequestedIsNamed() {
    RestoreJobNotFoundException notFound =
        error(RestoreJobNotFoundException.class, 404, "\u001f\u008b", "Content-Encoding: gzip");
    assertThat(notFound).hasMessageContaining("content coding gzip, which was not requested");
    DecodingException job =
        error(DecodingException.class, 200, "\u001f\u008b", "Content-Encoding: gzip");
    assertThat(job).hasMessageContaining("content coding gzip, which was not requested");
    assertThat(error(410, "error X", "Content-Encoding: identity"))
        .hasMessageNotContaining("coding");
  }

  @Test
  void notFoundSaysWhatToCheck() {
    assertThat(error(RestoreJobNotFoundException.class, 404, "error RESTORE_JOB_NOT_FOUND"))
        .hasMessageContaining("Cloud Backup");
    assertThat(error(RestoreJobNotFoundException.class, 404, "error NOT_ATLAS_GROUP"))
        .hasMessageNotContaining("Cloud Backup");
    assertThat(error(RestoreJobNotFoundException.class, 404, ""))
        .hasMessageNotContaining("Cloud Backup");
    for (String base : List.of("http://127.0.0.1:8080", "http://127.0.0.1:8080/ops")) {
      AtlasConfig config = AtlasConfig.of(URI.create(base), Samples.KEY);
      assertThat(
              Client.get(config)
                  .answer(404, "<html>")
                  .expectFailed(RestoreJobNotFoundException.class))
          .hasMessageContaining("has no API path");
    }
  }

  @Test
  void timeoutIsNamed() {
    AtlasConfig once = config().withRetry(RetryPolicy.none());
    assertThat(Client.get(once).timeOut().expectFailed(TransportException.class))
        .hasMessageContaining("response timeout of 30 s");
    assertThat(
            Client.get(once)
                .fail(TransportFailure.notSent(TransportFailure.Kind.TIMEOUT))
                .expectFailed(TransportException.class))
        .hasMessageContaining("connect timeout is 5 s");
  }

  @Test
  void redirectTargetIsShownOnOneShortLine() {
    ApiException e = error(302, "", "Location: /a\u0000\u001b[31m" + "x".repeat(50_000));
    assertThat(e.getMessage()).hasSizeLessThan(600);
    assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
  }

  @ParameterizedTest
  @CsvSource({
    "404, ATLAS_GROUP, AtlasConfig.atlas",
    "404, NOT_ATLAS_GROUP, cloudManager",
    "403, IP_ADDRESS_NOT_ON_ACCESS_LIST, access list",
    "403, IP_ADDRESS_NOT_ON_WHITELIST, access list",
    "403, ORG_REQUIRES_ACCESS_LIST, access list",
    "403, RESOURCE_REQUIRES_ACCESS_LIST, access list",
    "403, ACCESS_FORBIDDEN, role",
    "402, ACCOUNT_SUSPENDED, invoice"
  })
  void knownErrorCodeIsExplained(int status, String code, String advice) {
    ApiException e = Client.get(ONCE).answer(status, "error " + code).expectFailed(type(status));
    assertThat(e).hasMessageContaining(code).hasMessageContaining(advice);
  }

  private static Class<? extends ApiException> type(int status) {
    return switch (status) {
      case 403 -> AccessDeniedException.class;
      case 404 -> RestoreJobNotFoundException.class;
      default -> ApiException.class;
    };
  }

  @Test
  void messageShowsTheServicesTextShortenedAndWithoutControlCharacters() {
    ApiException e = error(400, "error C\u0007; one\u001b[31m two" + "x".repeat(100_000));
    assertThat(e.getMessage()).hasSizeLessThan(600).contains("one [31m two");
    assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
    assertThat(e.detail().orElseThrow()).hasSizeGreaterThan(100_000);
  }

  @ParameterizedTest
  @CsvSource({
    "https://cloud.example.com, cloud.example.com:443",
    "http://localhost, localhost:80",
    "https://[2001:db8::1]:8443, [2001:db8::1]:8443"
  })
  void messageNamesHostAndPort(URI base, String authority) {
    assertThat(
            Client.get(AtlasConfig.of(base, Samples.KEY).withRetry(RetryPolicy.none()))
                .answer(500, "")
                .expectFailed(ApiException.class))
        .hasMessageContaining(authority);
  }
}
