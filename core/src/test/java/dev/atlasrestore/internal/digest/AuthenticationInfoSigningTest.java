package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpHeader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code Authentication-Info} leads to. */
class AuthenticationInfoSigningTest {

  private final Client client = new Client();

  @Test
  void another_nextnonce_is_adopted_with_its_count_at_the_start() {
    client.get().challenged(digest("1")).signs("1", 1).answeredWith("nextnonce=\"2\"").ends();
    client.get().signs("2", 1).answeredWith("nextnonce=\"3\"").endsWith(200, 1);
    client.get().signs("3", 1).answered(200).ends();
    client.get().signs("3", 2);
  }

  @Test
  void the_nextnonce_that_is_the_current_one_goes_on_counting() {
    client.get().challenged(digest("1")).signs("1", 1).answeredWith("nextnonce=\"1\"").ends();
    client.get().signs("1", 2).answeredWith("nextnonce=\"1\"").ends();
    client.get().signs("1", 3);
  }

  @Test
  void no_nextnonce_changes_nothing() {
    client.get().challenged(digest("1")).signs("1", 1).answeredWith("qop=auth").ends();
    client.get().signs("1", 2);
  }

  @Test
  void nextnonce_of_a_failure_counts_too() {
    client
        .get()
        .challenged(digest("1"))
        .answered(503, List.of(new HttpHeader("authentication-info", "nextnonce=\"2\"")))
        .endsWith(503, 2);
    client.get().signs("2", 1);
  }

  @Test
  void a_nextnonce_that_was_used_before_goes_on_counting() {
    client.get().challenged(digest("1")).signs("1", 1).answeredWith("nextnonce=\"2\"").ends();
    client.get().signs("2", 1).answeredWith("nextnonce=\"3\"").ends();
    client.get().signs("3", 1).challenged(digest("2")).signs("2", 2);
  }

  @Test
  void a_late_answer_does_not_bring_back_the_nonce_before_nextnonce() {
    client.remembering("1");
    Dialogue late = client.get().signs("1", 2);
    client.get().signs("1", 3).answeredWith("nextnonce=\"2\"").ends();

    late.answered(200).ends();

    client.get().signs("2", 1);
  }

  @Test
  void the_newest_of_two_next_nonces_is_used() {
    client.remembering("1");
    Dialogue first = client.get().signs("1", 2);
    Dialogue second = client.get().signs("1", 3);
    client.pass(Duration.ofMillis(1));
    first.answeredWith("nextnonce=\"2\"").ends();
    client.pass(Duration.ofMillis(1));
    second.answeredWith("nextnonce=\"3\"").ends();

    client.get().signs("3", 1);
  }

  @Test
  void an_older_nonce_accepted_late_does_not_take_the_place_of_a_newer_one() {
    Dialogue slow = client.get().challenged(digest("slow"));
    client.pass(Client.CLAIM);
    client.get().asks().challenged(digest("quick")).signs("quick", 1).answered(200).ends();

    slow.signs("slow", 1).answered(200).endsWith(200, 2);

    client.get().signs("quick", 2);
  }

  @Test
  void the_right_rspauth_changes_nothing() {
    Dialogue call = client.get("/a?b=c").challenged(digest("1"));

    call.answeredWith("rspauth=\"" + Reference.rspauth(call.authorization(), Client.KEY) + "\"");

    call.endsWith(200, 2);
    client.get().signs("1", 2);
  }

  @Test
  void no_rspauth_changes_nothing() {
    client.get().challenged(digest("1")).answeredWith("qop=auth, nc=1").endsWith(200, 2);
    client.get().signs("1", 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rspauth=\"\"", "rspauth=\"0123\"", "RSPAUTH=0123, nextnonce=\"2\""})
  void a_wrong_rspauth_fails_the_exchange_and_its_nonce_is_used_no_more(String info) {
    assertThat(client.get().challenged(digest("1")).answeredWith(info).ends())
        .isEqualTo(new AuthResult.ServerNotAuthenticated(200, 2));
    client.get().asks();
  }

  @Test
  void a_wrong_rspauth_drops_a_remembered_nonce_too() {
    client.remembering("1");

    assertThat(client.get().signs("1", 2).answeredWith("rspauth=\"x\"").ends())
        .isEqualTo(new AuthResult.ServerNotAuthenticated(200, 1));
    client.get().asks();
  }

  @Test
  void an_unsigned_answer_proves_nothing() {
    client.get().asks().answeredWith("rspauth=\"x\", nextnonce=\"2\"").endsWith(200, 1);
    client.get().asks();
  }
}
