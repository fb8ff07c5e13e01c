package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A nonce of its own for each call in flight, once sharing has failed. */
class LanesTest {

  private final Client client = new Client();

  /** Leaves the nonces "a" and, newer, "b" in the pool, each used once. */
  @BeforeEach
  void sharing_fails() {
    client.remembering("shared");
    Dialogue first = client.get().signs("shared", 2);
    Dialogue second = client.get().signs("shared", 3);
    second.challenged(digest("a")).signs("a", 1).answered(200).endsWith(200, 2);
    client.pass(Duration.ofMillis(1));
    first.challenged(digest("b")).signs("b", 1).answered(200).endsWith(200, 2);
  }

  @Test
  void each_call_takes_a_nonce_of_its_own_the_one_used_last_first() {
    Dialogue first = client.get().signs("b", 2);
    Dialogue second = client.get().signs("a", 2);

    first.answered(200).endsWith(200, 1);
    second.answered(200).endsWith(200, 1);
    client.get().signs("a", 3);
    client.get().signs("b", 3);
  }

  @Test
  void where_no_nonce_is_idle_every_call_asks_at_once() {
    client.get().signs("b", 2);
    client.get().signs("a", 2);

    client.get().asks().challenged(digest("c")).signs("c", 1).answered(200).endsWith(200, 2);
    client.get().signs("c", 2);
    client.get().asks();
    client.get().asks();
  }

  @Test
  void a_cancelled_call_takes_its_nonce_along_and_strands_nobody() {
    client.get().signs("b", 2);

    client.get().signs("a", 2).answered(200).ends();
    client.get().signs("a", 3).answered(200).ends();
    client.get().signs("a", 4);
    client.get().asks();
  }

  @Test
  void a_call_without_answer_puts_its_nonce_back_with_the_count_advanced() {
    client.get().signs("b", 2).unanswered().ends();

    client.get().signs("b", 3);
  }

  @Test
  void a_401_without_challenge_puts_the_nonce_back() {
    client.get().signs("b", 2).answered(401).endsWith(401, 1);

    client.get().signs("b", 3);
  }

  @Test
  void a_refused_nonce_is_gone() {
    client.get().signs("b", 2).challenged(digest("c")).unanswered().ends();

    client.get().signs("a", 2);
    client.get().asks();
  }

  @Test
  void a_call_costs_two_requests_at_most() {
    client.get().signs("b", 2).challenged(digest("c")).signs("c", 1).answered(200).endsWith(200, 2);
  }

  @Test
  void nextnonce_takes_the_place_of_its_nonce() {
    client.get().signs("b", 2).answeredWith("nextnonce=\"c\"").ends();

    client.get().signs("c", 1);
    client.get().signs("a", 2);
    client.get().asks();
  }

  @Test
  void a_nextnonce_that_another_call_holds_is_not_given_out_twice() {
    Dialogue first = client.get().signs("b", 2);
    client.get().signs("a", 2).answeredWith("nextnonce=\"b\"").ends();
    client.get().asks();

    first.answered(200).ends();
    client.get().signs("b", 3);
    client.get().asks();
  }

  @Test
  void a_nextnonce_that_is_idle_already_is_not_given_out_twice() {
    Dialogue first = client.get().signs("b", 2);
    Dialogue second = client.get().signs("a", 2);
    first.answered(200).ends();
    second.answeredWith("nextnonce=\"b\"").ends();

    client.get().signs("b", 3);
    client.get().asks();
  }

  @Test
  void a_nonce_that_the_server_gives_to_two_calls_is_idle_when_both_have_ended() {
    Dialogue first = client.get().signs("b", 2);
    client.get().signs("a", 2);
    Dialogue second = client.get().asks().challenged(digest("b")).signs("b", 3);

    first.answered(200).ends();
    client.get().asks();
    second.answered(200).ends();
    client.get().signs("b", 4);
    client.get().asks();
  }

  @Test
  void an_idle_nonce_that_the_server_replaces_is_not_given_out_any_more() {
    Dialogue first = client.get().signs("b", 2);
    client.get().signs("a", 2);
    Dialogue second = client.get().asks();
    first.answered(200).ends();

    second.challenged(digest("b")).signs("b", 3).answeredWith("nextnonce=\"c\"").ends();

    client.get().signs("c", 1);
    client.get().asks();
  }

  @Test
  void a_nonce_is_dropped_after_1000_uses() {
    for (int count = 2; count <= 1000; count++) {
      client.get().signs("b", count).answered(200).endsWith(200, 1);
    }

    client.get().signs("a", 2);
    client.get().asks();
  }

  @Test
  void at_most_256_nonces_are_idle_and_the_oldest_goes_first() {
    List<Dialogue> calls = new ArrayList<>(List.of(client.get(), client.get()));
    for (int i = 0; i < 256; i++) {
      calls.add(client.get().asks().challenged(digest("n" + i)).signs("n" + i, 1));
    }
    calls.forEach(call -> call.answered(200).ends());

    for (int i = 255; i >= 0; i--) {
      client.get().signs("n" + i, 2);
    }
    client.get().asks();
  }

  @Test
  void a_nonce_dropped_for_want_of_room_goes_on_counting_if_the_server_repeats_it() {
    at_most_256_nonces_are_idle_and_the_oldest_goes_first();

    client.get().asks().challenged(digest("b")).signs("b", 3).answered(200).ends();
    client.get().signs("b", 4);
  }

  @Test
  void the_latest_512_nonces_are_known_by_name() {
    client.get().signs("b", 2);
    client.get().signs("a", 2);
    for (int i = 0; i < 511; i++) {
      client.get().asks().challenged(digest("n" + i)).signs("n" + i, 1);
    }
    client.get().asks().challenged(digest("n0")).signs("n0", 2);
    client.get().asks().challenged(digest("n511")).signs("n511", 1);
    client.get().asks().challenged(digest("n512")).signs("n512", 1);

    client.get().asks().challenged(digest("n0")).signs("n0", 3);
    client.get().asks().challenged(digest("n2")).signs("n2", 2);
    client.get().asks().challenged(digest("n1")).signs("n1", 1);
  }

  @Test
  void a_nonce_in_use_is_not_the_first_to_be_forgotten() {
    client.get().signs("b", 2);
    Dialogue used = client.get().signs("a", 2);
    for (int i = 0; i < 600; i++) {
      client.get().asks().challenged(digest("n" + i)).signs("n" + i, 1);
      if (i % 100 == 0) {
        used.answered(200).ends();
        used = client.get().signs("a", 3 + i / 100);
      }
    }

    client.get().asks().challenged(digest("a")).signs("a", 9);
  }

  @Test
  void a_nonce_that_was_forgotten_is_not_used_on_beside_its_new_life() {
    Dialogue held = client.get().signs("b", 2);
    client.get().signs("a", 2);
    for (int i = 0; i < 512; i++) {
      client.get().asks().challenged(digest("n" + i)).signs("n" + i, 1);
    }
    held.answered(200).ends();

    client.get().asks();
  }

  @Test
  void a_nonce_for_all_comes_back_once_a_cancelled_call_can_be_under_way_no_more() {
    client.get().signs("b", 2);
    client.get().signs("a", 2);
    client.get().asks().challenged(digest("b")).signs("b", 3).answered(200).ends();
    client.get().asks();

    client.pass(Client.TIMEOUT.plusNanos(1));
    client.get().asks().challenged(digest("b")).signs("b", 4).answered(200).ends();
    client.get().signs("b", 5);
  }

  @Test
  void there_is_no_way_back() {
    client.get().signs("b", 2);
    client.get().signs("a", 2);
    client.pass(Duration.ofDays(1));

    client.get().asks().challenged(digest("c")).answered(200).ends();
    client.get().signs("c", 2);
    client.get().asks();
  }
}
