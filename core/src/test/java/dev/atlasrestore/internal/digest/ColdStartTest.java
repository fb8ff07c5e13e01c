package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many first calls at once: one goes first, the others look again a moment later. */
class ColdStartTest {

  private final Client client = new Client();

  @Test
  void followers_look_again_after_5_ms_doubling_to_50_ms() {
    client.get().asks();
    Dialogue follower = client.get();

    for (long millis : List.of(5, 10, 20, 40, 50, 50, 50)) {
      follower.pauses(millis);
      client.pass(Duration.ofMillis(millis));
      follower.elapses();
    }
  }

  @Test
  void a_follower_never_waits_past_the_claim() {
    client.get().asks();
    client.pass(Client.CLAIM.minusMillis(12));
    Dialogue follower = client.get().pauses(5);
    client.pass(Duration.ofMillis(5));
    follower.elapses().pauses(7);
    client.pass(Duration.ofMillis(7));
    follower.elapses().asks();
  }

  @Test
  void the_leader_s_nonce_is_shared_once_it_was_accepted() {
    Dialogue leader = client.get().asks();
    Dialogue first = client.get().pauses(5);
    Dialogue second = client.get().pauses(5);

    leader.challenged(digest("n")).signs("n", 1).answered(200).endsWith(200, 2);

    first.elapses().signs("n", 2).answered(200).endsWith(200, 1);
    second.elapses().signs("n", 3).answered(200).endsWith(200, 1);
  }

  @Test
  void until_then_it_is_the_leader_s_alone() {
    Dialogue leader = client.get().asks();
    Dialogue follower = client.get().pauses(5);

    leader.challenged(digest("n")).signs("n", 1);

    follower.elapses().pauses(10);
  }

  @Test
  void sixteen_first_calls_cost_seventeen_requests() {
    Dialogue leader = client.get().asks();
    List<Dialogue> followers = Stream.generate(() -> client.get().pauses(5)).limit(15).toList();
    leader.challenged(digest("n")).answered(200).endsWith(200, 2);

    for (Dialogue follower : followers) {
      follower.elapses().answered(200).endsWith(200, 1);
    }
  }

  @Test
  void where_the_leader_fails_one_follower_leads_and_the_others_wait_no_more() {
    Dialogue leader = client.get().asks();
    Dialogue first = client.get().pauses(5);
    Dialogue second = client.get().pauses(5);
    leader.unanswered().ends();

    first.elapses().asks();
    second.elapses().asks();
    client.get().pauses(5);
  }

  @Test
  void where_the_leader_has_the_wrong_key_one_follower_leads_and_the_others_wait_no_more() {
    Dialogue leader = client.get().asks();
    Dialogue first = client.get().pauses(5);
    Dialogue second = client.get().pauses(5);
    leader.challenged(digest("1")).signs("1", 1).challenged(digest("2")).endsWith(401, 2);

    first.elapses().asks();
    second.elapses().asks();
  }

  @Test
  void where_the_leader_s_signed_request_gets_no_answer_a_follower_leads() {
    Dialogue leader = client.get().asks();
    Dialogue follower = client.get().pauses(5);
    leader.challenged(digest("1")).signs("1", 1).unanswered().ends();

    follower.elapses().asks();
  }

  @Test
  void where_the_leader_s_server_is_not_to_be_trusted_a_follower_leads() {
    Dialogue leader = client.get().asks();
    Dialogue follower = client.get().pauses(5);
    leader.challenged(digest("1")).signs("1", 1).answeredWith("rspauth=x").ends();

    follower.elapses().asks();
  }

  @Test
  void where_the_leader_vanishes_its_claim_runs_out_by_itself() {
    client.get().asks();
    Dialogue first = client.get().pauses(5);
    Dialogue second = client.get().pauses(5);
    client.pass(Client.CLAIM.minusNanos(1));
    first.elapses();
    second.elapses();
    client.pass(Duration.ofNanos(1));

    first.elapses().asks();
    second.elapses().asks();
    client.get().pauses(5);
  }

  @Test
  void a_slow_leader_s_nonce_is_welcome_all_the_same() {
    Dialogue slow = client.get().asks();
    client.pass(Client.CLAIM);
    Dialogue second = client.get().asks();

    slow.challenged(digest("n")).signs("n", 1).answered(200).endsWith(200, 2);

    client.get().signs("n", 2);
    second.challenged(digest("m")).signs("m", 1).answered(200).endsWith(200, 2);
  }

  @Test
  void a_slow_leader_that_fails_does_not_end_the_next_one_s_claim() {
    Dialogue slow = client.get().asks();
    client.pass(Client.CLAIM);
    client.get().asks();

    slow.unanswered().ends();

    client.get().pauses(5);
  }

  @Test
  void where_the_service_challenges_nobody_no_call_waits() {
    Dialogue leader = client.get().asks();
    Dialogue follower = client.get().pauses(5);
    leader.answered(204).endsWith(204, 1);

    follower.elapses().asks();
    client.get().asks();
    client.get().asks();
  }

  @Test
  void where_the_service_begins_to_challenge_calls_wait_again() {
    client.get().asks().answered(200).ends();
    Dialogue call = client.get().asks().challenged(digest("n"));

    client.get().asks();
    client.get().pauses(5);
    call.signs("n", 1).answered(200).ends();
  }

  @Test
  void a_failure_without_challenge_does_not_mean_that_the_service_challenges_nobody() {
    client.get().asks().answered(404).endsWith(404, 1);
    client.get().asks().answered(300).endsWith(300, 1);

    client.get().asks();
    client.get().pauses(5);
  }
}
