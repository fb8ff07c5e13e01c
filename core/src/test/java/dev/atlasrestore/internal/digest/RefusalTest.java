package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a 401 to a signed request leads to. */
class RefusalTest {

  private final Client client = new Client();

  @ParameterizedTest
  @ValueSource(strings = {"stale=false", "stale=true", "x=y"})
  void a_remembered_nonce_refused_says_nothing_of_the_key(String stale) {
    client
        .remembering("old")
        .get()
        .signs("old", 2)
        .challenged(digest("new", stale))
        .signs("new", 1)
        .answered(200)
        .endsWith(200, 2);
    client.get().signs("new", 2);
  }

  @Test
  void a_wrong_key_costs_exactly_two_requests() {
    AuthResult.Answered answer =
        client
            .get()
            .asks()
            .challenged(digest("1"))
            .signs("1", 1)
            .challenged(digest("2"))
            .endsWith(401, 2);

    assertThat(answer.signed()).isTrue();
    assertThat(answer.problem()).isEmpty();
  }

  @Test
  void a_key_that_was_withdrawn_costs_exactly_two_requests() {
    client
        .remembering("old")
        .get()
        .signs("old", 2)
        .challenged(digest("1"))
        .signs("1", 1)
        .challenged(digest("2"))
        .endsWith(401, 2);
    client.get().asks();
  }

  @Test
  void a_wrong_key_leaves_nothing_behind() {
    client.get().asks().challenged(digest("1")).signs("1", 1).challenged(digest("2")).ends();

    client.get().asks();
  }

  @Test
  void a_stale_challenge_of_this_exchange_is_followed_by_the_newest() {
    client
        .get()
        .asks()
        .challenged(digest("1"))
        .signs("1", 1)
        .challenged(stale("2"))
        .signs("2", 1)
        .answered(200)
        .endsWith(200, 3);
    client.get().signs("2", 2);
  }

  @Test
  void two_stale_answers_in_a_row_cost_a_warm_client_three_requests() {
    client
        .remembering("0")
        .get()
        .signs("0", 2)
        .challenged(stale("1"))
        .signs("1", 1)
        .challenged(stale("2"))
        .signs("2", 1)
        .answered(200)
        .endsWith(200, 3);
  }

  @Test
  void stale_for_ever_ends_after_three_signed_requests() {
    client
        .get()
        .asks()
        .challenged(digest("1"))
        .signs("1", 1)
        .challenged(stale("2"))
        .signs("2", 1)
        .challenged(stale("3"))
        .signs("3", 1)
        .challenged(stale("4"))
        .endsWith(401, 4);
  }

  @Test
  void stale_for_ever_ends_after_three_signed_requests_of_a_warm_client_too() {
    client
        .remembering("0")
        .get()
        .signs("0", 2)
        .challenged(stale("1"))
        .signs("1", 1)
        .challenged(stale("2"))
        .signs("2", 1)
        .challenged(stale("3"))
        .endsWith(401, 3);
  }

  @Test
  void after_stale_a_plain_refusal_is_the_answer() {
    client
        .get()
        .asks()
        .challenged(digest("1"))
        .signs("1", 1)
        .challenged(stale("2"))
        .signs("2", 1)
        .challenged(digest("3"))
        .endsWith(401, 3);
  }

  @Test
  void a_nonce_that_is_repeated_goes_on_counting() {
    client
        .remembering("n")
        .get()
        .signs("n", 2)
        .challenged(digest("n"))
        .signs("n", 3)
        .answered(200)
        .endsWith(200, 2);
    client.get().signs("n", 4);
  }

  @Test
  void a_fresh_nonce_that_is_repeated_goes_on_counting() {
    client
        .get()
        .asks()
        .challenged(stale("n"))
        .signs("n", 1)
        .challenged(stale("n"))
        .signs("n", 2)
        .challenged(stale("n"))
        .signs("n", 3)
        .challenged(stale("n"))
        .endsWith(401, 4);
    client.get().asks().challenged(digest("n")).signs("n", 4);
  }

  @Test
  void a_repeated_nonce_takes_over_what_else_the_challenge_says() {
    Authorization again =
        client.remembering("n").get().challenged(digest("n", "opaque=new")).authorization();

    assertThat(again.nc()).isEqualTo("00000003");
    assertThat(again.get("opaque")).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"m\", algorithm=SHA-1"})
  void a_401_without_digest_challenge_is_an_answer_and_the_nonce_stays(String field) {
    AuthResult.Answered answer =
        client.remembering("n").get().signs("n", 2).challenged(field).endsWith(401, 1);

    assertThat(answer.signed()).isTrue();
    assertThat(answer.problem()).isNotEmpty();
    client.get().signs("n", 3);
  }

  @Test
  void a_401_without_any_challenge_to_a_fresh_nonce_is_an_answer_and_the_nonce_was_not_accepted() {
    client.get().asks().challenged(digest("n")).signs("n", 1).answered(401).endsWith(401, 2);

    client.get().asks();
  }

  @Test
  void a_remembered_nonce_refused_with_what_cannot_be_answered_is_dropped() {
    Client hardened = new Client(Client.KEY, DigestAuthenticatorTest.without("MD5"));
    hardened.get().asks().challenged(digest("n", "algorithm=SHA-256")).answered(200).ends();

    AuthResult.Answered answer =
        hardened.get().signs("n", 2).challenged(digest("m", "algorithm=MD5")).endsWith(401, 1);

    assertThat(answer.problem()).contains("MD5");
    hardened.get().asks();
  }

  @Test
  void a_late_401_for_an_old_nonce_does_not_throw_away_the_newer_one() {
    client.remembering("1");
    Dialogue late = client.get().signs("1", 2);
    client.get().signs("1", 3).challenged(digest("2")).signs("2", 1).answered(200).ends();

    late.challenged(digest("3")).signs("3", 1);

    client.get().signs("2", 2);
  }

  @Test
  void a_late_answer_does_not_bring_a_refused_nonce_back() {
    client.remembering("1");
    Dialogue late = client.get().signs("1", 2);
    Dialogue later = client.get().signs("1", 3);
    client.get().signs("1", 4).challenged(digest("2")).signs("2", 1).unanswered().ends();

    late.answered(200).endsWith(200, 1);
    later.unanswered().ends();

    client.get().asks();
  }
}
