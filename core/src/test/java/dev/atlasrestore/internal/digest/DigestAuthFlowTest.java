package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an exchange goes where nothing is refused. */
class DigestAuthFlowTest {

  private final Client client = new Client();

  @Test
  void the_first_request_carries_no_credentials_and_every_later_one_does_whatever_its_target() {
    client.get("/a").asks().challenged(digest("n")).signs("n", 1).answered(200).endsWith(200, 2);
    client.get("/b?c=d").signs("n", 2).answered(200).endsWith(200, 1);
    client.get("/a").signs("n", 3).answered(200).endsWith(200, 1);
  }

  @Test
  void both_requests_are_about_the_same_target() {
    Dialogue call = client.get("/a%20b?c=%2F");
    HttpRequest asked = call.request();
    HttpRequest signed = call.challenged(digest("n")).request();

    assertThat(signed.uri()).isEqualTo(asked.uri());
    assertThat(signed.method()).isEqualTo("GET");
    assertThat(Authorization.in(signed).get("uri")).isEqualTo("/a%20b?c=%2F");
    assertThat(Authorization.in(signed).get("response"))
        .isEqualTo(Reference.response(Authorization.in(signed), Client.KEY, "GET"));
  }

  @Test
  void a_signed_request_carries_exactly_one_authorization_and_keeps_its_other_fields() {
    client.remembering("n");
    HttpHeader accept = new HttpHeader("Accept", "application/json");
    HttpHeader foreign = new HttpHeader("authorization", "Bearer foreign");
    HttpRequest request =
        new HttpRequest("GET", client.get().request().uri(), List.of(accept, foreign));

    HttpRequest sent = client.send(request).signs("n", 3).request();

    assertThat(sent.headers()).hasSize(2).contains(accept).doesNotContain(foreign);
  }

  @Test
  void a_refused_request_is_signed_again_with_exactly_one_authorization() {
    Dialogue call = client.remembering("n").get().signs("n", 2).challenged(digest("m"));

    assertThat(call.request().headers()).hasSize(1);
  }

  @Test
  void a_service_that_asks_nobody_to_sign_gets_no_credentials() {
    assertThat(client.get().asks().answered(200).endsWith(200, 1).signed()).isFalse();
    assertThat(client.get().asks().answered(200).endsWith(200, 1).problem()).isEmpty();
  }

  @Test
  void the_answer_to_a_signed_request_says_that_it_was_signed() {
    Dialogue call = client.get().asks().challenged(digest("n")).signs("n", 1).answered(200);

    assertThat(call.endsWith(200, 2).signed()).isTrue();
    assertThat(call.endsWith(200, 2).problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 307, 400, 403, 404, 407, 429, 500, 503})
  void any_status_but_401_is_an_answer_and_its_nonce_is_good(int status) {
    client.get().asks().challenged(digest("n")).signs("n", 1).answered(status).endsWith(status, 2);
    client.get().signs("n", 2).answered(status).endsWith(status, 1);
  }

  @Test
  void a_407_is_never_answered_with_the_key() {
    client
        .get()
        .asks()
        .answered(407, List.of(new HttpHeader("Proxy-Authenticate", digest("n"))))
        .endsWith(407, 1);
    client
        .get()
        .asks()
        .answered(407, List.of(new HttpHeader("WWW-Authenticate", digest("n"))))
        .endsWith(407, 1);
  }

  @Test
  void a_challenge_that_comes_with_another_status_is_no_challenge() {
    client
        .get()
        .asks()
        .answered(403, List.of(new HttpHeader("WWW-Authenticate", digest("n"))))
        .endsWith(403, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic realm=\"x\"",
        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1",
        "Digest realm=\"r\"",
        "Digest realm=\"r\", nonce=\"n",
      })
  void without_a_usable_challenge_the_401_is_the_answer_and_says_why(String field) {
    AuthResult.Answered answer = client.get().asks().challenged(field).endsWith(401, 1);

    assertThat(answer.signed()).isFalse();
    assertThat(answer.problem()).isNotEmpty();
    client.get().asks();
  }

  @Test
  void every_field_of_an_answer_is_looked_at() {
    client
        .get()
        .asks()
        .challenged("Basic realm=x", digest("weak"), digest("strong", "algorithm=SHA-256"))
        .signs("strong", 1);
  }

  @Test
  void every_request_is_bounded() {
    Dialogue call = client.get();
    assertThat(((Step.Send<AuthResult>) call.step()).timeout()).isEqualTo(Client.TIMEOUT);
    assertThat(((Step.Send<AuthResult>) call.step()).maxBodyBytes())
        .isEqualTo(Client.MAX_BODY_BYTES);

    call.challenged(digest("n"));
    assertThat(((Step.Send<AuthResult>) call.step()).timeout()).isEqualTo(Client.TIMEOUT);
    assertThat(((Step.Send<AuthResult>) call.step()).maxBodyBytes())
        .isEqualTo(Client.MAX_BODY_BYTES);
  }

  @Test
  void a_request_without_answer_ends_the_exchange() {
    assertThat(client.get().asks().unanswered().ends())
        .isEqualTo(new AuthResult.Unanswered(Dialogue.CLOSED, 1));
    assertThat(client.get().asks().challenged(digest("n")).unanswered().ends())
        .isEqualTo(new AuthResult.Unanswered(Dialogue.CLOSED, 2));
  }

  @Test
  void a_remembered_nonce_whose_request_got_no_answer_goes_on_with_its_count_advanced() {
    client.remembering("n").get().signs("n", 2).unanswered().ends();

    client.get().signs("n", 3);
  }

  @Test
  void a_nonce_that_was_never_accepted_is_not_remembered() {
    client.get().asks().challenged(digest("n")).signs("n", 1).unanswered().ends();

    client.get().asks().challenged(digest("n")).signs("n", 2);
  }
}
