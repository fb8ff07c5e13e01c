package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The refusal of a fresh nonce may be another call's doing, where the key was good and others sign
 * at the same time.
 */
class DoubtTest {

  private final Client client = new Client();

  @BeforeEach
  void the_key_is_good() {
    client.remembering("n");
  }

  @Test
  void a_refusal_beside_another_call_is_doubted_once_and_a_challenge_asked_for() {
    client.get().signs("n", 2);
    Dialogue call = client.get().signs("n", 3);

    refusedAndDoubted(call).signs("e", 1).answered(200).endsWith(200, 4);
  }

  @Test
  void so_it_is_where_the_other_call_began_later() {
    Dialogue call = client.get().signs("n", 2);
    client.get().signs("n", 3);

    refusedAndDoubted(call).signs("e", 1).answered(200).endsWith(200, 4);
  }

  @Test
  void so_it_is_where_the_other_call_has_ended_before_the_fresh_nonce_was_used() {
    Dialogue call = client.get().signs("n", 2);
    client.get().signs("n", 3).answered(200).ends();

    refusedAndDoubted(call).signs("e", 1).answered(200).endsWith(200, 4);
  }

  @Test
  void so_it_is_where_the_other_call_came_beside_the_fresh_nonce_only() {
    Dialogue call = client.get().signs("n", 2).challenged(digest("c")).signs("c", 1);
    client.get().asks().challenged(digest("x")).signs("x", 1).answered(200).ends();

    call.challenged(digest("d")).asks();
  }

  @Test
  void a_call_alone_believes_its_refusal() {
    client.get().signs("n", 2).answered(200).ends();

    client
        .get()
        .signs("n", 3)
        .challenged(digest("c"))
        .signs("c", 1)
        .challenged(digest("d"))
        .endsWith(401, 2);
  }

  @Test
  void calls_that_ended_in_any_way_are_beside_nobody() {
    Dialogue unanswered = client.get().signs("n", 2);
    Dialogue refused = client.get().signs("n", 3);
    Dialogue withoutChallenge = client.get().signs("n", 4);
    unanswered.unanswered().ends();
    withoutChallenge.answered(401).ends();
    refused.challenged(digest("c")).signs("c", 1).answered(200).ends();

    client
        .get()
        .signs("c", 2)
        .challenged(digest("d"))
        .signs("d", 1)
        .challenged(digest("e"))
        .endsWith(401, 2);
  }

  @Test
  void a_refusal_that_comes_again_is_believed_and_the_next_one_at_once() {
    Dialogue other = client.get().signs("n", 2);
    Dialogue call = client.get().signs("n", 3);
    refusedAndDoubted(call).signs("e", 1).challenged(digest("f")).endsWith(401, 4);

    other.challenged(digest("g")).signs("g", 1).challenged(digest("h")).endsWith(401, 2);
  }

  @Test
  void a_refusal_that_comes_again_is_not_believed_for_others_where_one_was_accepted_meanwhile() {
    Dialogue other = client.get().signs("n", 2);
    Dialogue third = client.get().signs("n", 3);
    Dialogue call = refusedAndDoubted(client.get().signs("n", 4));
    third.answered(200).endsWith(200, 1);
    call.signs("e", 1).challenged(digest("f")).endsWith(401, 4);

    other.challenged(digest("g")).signs("g", 1).challenged(digest("h")).asks();
  }

  @Test
  void a_key_that_is_accepted_again_makes_doubt_again() {
    Dialogue other = client.get().signs("n", 2);
    Dialogue call = client.get().signs("n", 3);
    refusedAndDoubted(call).signs("e", 1).challenged(digest("f")).endsWith(401, 4);
    client.get().asks().challenged(digest("g")).signs("g", 1).answered(200).ends();

    other.challenged(digest("h")).signs("h", 1).challenged(digest("i")).asks();
  }

  @Test
  void stale_answers_to_a_doubting_call_do_not_lead_beyond_three_signed_requests() {
    client.get().signs("n", 2);
    client
        .get()
        .signs("n", 3)
        .challenged(stale("c"))
        .signs("c", 1)
        .challenged(stale("d"))
        .asks()
        .challenged(stale("e"))
        .signs("e", 1)
        .challenged(stale("f"))
        .endsWith(401, 4);
  }

  @Test
  void a_key_never_accepted_makes_nobody_doubt() {
    Client cold = new Client();
    Dialogue first = cold.get().asks().challenged(digest("a")).signs("a", 1);
    cold.pass(Client.CLAIM);
    cold.get().asks().challenged(digest("b")).signs("b", 1);

    first.challenged(digest("c")).endsWith(401, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 404, 429, 500, 502, 503})
  void only_success_proves_a_key(int status) {
    Client unproven = new Client();
    unproven.get().asks().challenged(digest("a")).signs("a", 1).answered(status).ends();
    unproven.get().signs("a", 2);

    unproven
        .get()
        .signs("a", 3)
        .challenged(digest("c"))
        .signs("c", 1)
        .challenged(digest("d"))
        .endsWith(401, 2);
  }

  @Test
  void a_stale_answer_says_nothing_against_the_key() {
    Dialogue other = client.get().signs("n", 2).challenged(digest("c")).signs("c", 1);
    Dialogue doubting = client.get().asks().challenged(digest("p")).signs("p", 1);
    doubting.challenged(digest("q")).asks().challenged(digest("e")).signs("e", 1);
    doubting.challenged(stale("f")).signs("f", 1);

    other.challenged(digest("h")).asks();
    doubting.answered(200).endsWith(200, 5);
  }

  @Test
  void a_cancelled_call_is_beside_others_as_long_as_its_request_may_be_under_way() {
    client.get().signs("n", 2);
    client.pass(Client.TIMEOUT);
    Dialogue call = client.get().signs("n", 3);
    refusedAndDoubted(call).signs("e", 1).answered(200).ends();

    client.pass(Client.TIMEOUT.plusNanos(1));
    client
        .get()
        .signs("e", 2)
        .challenged(digest("x"))
        .signs("x", 1)
        .challenged(digest("y"))
        .endsWith(401, 2);
  }

  /** Ends with the signature of the doubting call's second challenge, "e". */
  private static Dialogue refusedAndDoubted(Dialogue call) {
    return call.challenged(digest("c"))
        .signs("c", 1)
        .challenged(digest("d"))
        .asks()
        .challenged(digest("e"));
  }
}
