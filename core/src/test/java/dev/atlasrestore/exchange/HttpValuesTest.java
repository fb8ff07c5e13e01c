package dev.atlasrestore.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the request and the response; the hidden values are rule 25 of the contract. */
class HttpValuesTest {

  private static final HttpRequest GET = HttpRequest.get(URI.create("http://127.0.0.1:8080/a"));

  @ParameterizedTest
  @CsvSource({
    "https://h.example, /",
    "https://h.example/, /",
    "https://h.example?q=1, /?q=1",
    "https://h.example/a%2Fb;c/%20?x=%25&y=z, /a%2Fb;c/%20?x=%25&y=z",
    "https://h.example/%252e%252e/a, /%252e%252e/a"
  })
  void targetIsTheRawPathAndTheRawQuery(URI uri, String target) {
    HttpRequest request = HttpRequest.get(uri);
    assertThat(request.target()).isEqualTo(target);
    assertThat(request.origin()).isEqualTo(URI.create("https://h.example"));
    assertThat(request.uri()).isEqualTo(URI.create("https://h.example" + target));
  }

  @Test
  void originHasThePortAndTheBracketsOfTheUri() {
    assertThat(HttpRequest.get(URI.create("http://[::1]:8080/a?b")).origin())
        .isEqualTo(URI.create("http://[::1]:8080"));
  }

  @Test
  void withHeaderReplacesEveryFieldOfThatName() {
    HttpRequest request =
        HttpRequest.get(
            GET.uri(),
            List.of(
                new HttpHeader("AUTHORIZATION", "old"),
                new HttpHeader("Accept", "x"),
                new HttpHeader("authorization", "older")));
    assertThat(request.withHeader("Authorization", "new").headers())
        .containsExactly(new HttpHeader("Accept", "x"), new HttpHeader("Authorization", "new"));
    assertThat(request.headers()).hasSize(3);
  }

  @Test
  void listsAreCopiedAndUnmodifiable() {
    List<HttpHeader> headers = new ArrayList<>(List.of(new HttpHeader("A", "1")));
    HttpRequest request = HttpRequest.get(GET.uri(), headers);
    HttpResponse response = HttpResponse.of(200, headers, new byte[0]);
    headers.clear();
    assertThat(request.headers()).hasSize(1);
    assertThat(response.headers()).hasSize(1);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> request.headers().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> response.headers().clear());
  }

  @Test
  void repeatedFieldKeepsAllValuesInOrder() {
    HttpResponse response =
        Dialogue.response(401, "", "WWW-Authenticate: a", "X: y", "www-authenticate: b");
    assertThat(response.headers("Www-Authenticate")).containsExactly("a", "b");
    assertThat(response.header("WWW-AUTHENTICATE")).contains("a");
    assertThat(response.headers("Missing")).isEmpty();
    assertThat(response.header("Missing")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "authorization",
        "Proxy-Authorization",
        "WWW-Authenticate",
        "Authentication-Info",
        "Cookie",
        "SET-COOKIE",
        "Location",
        "mongodb-backup-token",
        "X-Download-Key"
      })
  void headersOfAuthenticationAndSessionsHideTheirValue(String name) {
    assertThat(new HttpHeader(name, "SECRET")).hasToString(name + ": …");
  }

  @Test
  void otherHeadersShowTheirValue() {
    assertThat(new HttpHeader("Accept", "application/json"))
        .hasToString("Accept: application/json");
  }

  @Test
  void signedRequestAndItsSendShowNoCredentials() {
    HttpRequest signed = GET.withHeader("Authorization", "Digest response=\"SECRET\"");
    Step.Send<String> send =
        Step.send(
            signed,
            Duration.ofSeconds(1),
            9,
            (response, now) -> Step.done(""),
            (failure, now) -> Step.done(""));
    assertThat(signed.toString()).contains("GET", "Authorization").doesNotContain("SECRET");
    assertThat(send.toString())
        .contains(signed.toString(), "timeout=PT1S", "maxBodyBytes=9")
        .doesNotContain("SECRET", "Lambda");
  }

  @Test
  void requestToADownloadLinkShowsNeitherTheLinkNorItsField() {
    HttpRequest request =
        HttpRequest.get(URI.create("https://files.example.com/SECRET/a.tgz?s=SECRET"))
            .withHeader("X-Backup", "SECRET");
    assertThat(request).hasToString("HttpRequest[GET https://files.example.com, [X-Backup]]");
  }

  @Test
  void responseShowsNoHeaderAndNoBody() {
    assertThat(Dialogue.response(200, "SECRET", "Set-Cookie: SECRET"))
        .hasToString("HttpResponse[status=200, 6 bytes]");
  }

  @Test
  void nullIsRejected() {
    assertThatNullPointerException().isThrownBy(() -> HttpRequest.get(null));
    assertThatNullPointerException()
        .isThrownBy(() -> new HttpRequest(null, GET.origin(), "/", List.of()));
    assertThatNullPointerException().isThrownBy(() -> new HttpRequest("GET", null, "/", List.of()));
    assertThatNullPointerException()
        .isThrownBy(() -> new HttpRequest("GET", GET.origin(), null, List.of()));
    assertThatNullPointerException()
        .isThrownBy(() -> new HttpRequest("GET", GET.origin(), "/", null));
    assertThatNullPointerException().isThrownBy(() -> new HttpHeader(null, "v"));
    assertThatNullPointerException().isThrownBy(() -> new HttpHeader("n", null));
    assertThatNullPointerException().isThrownBy(() -> HttpResponse.of(200, List.of(), null));
  }
}
