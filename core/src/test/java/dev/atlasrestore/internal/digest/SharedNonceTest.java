package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One nonce for all calls in flight, and when that is given up. */
class SharedNonceTest {

  private final Client client = new Client();

  @Test
  void calls_in_flight_share_the_newest_nonce_and_no_count() {
    client.remembering("n");
    Dialogue first = client.get().signs("n", 2);
    Dialogue second = client.get().signs("n", 3);

    second.answered(200).endsWith(200, 1);
    first.answered(200).endsWith(200, 1);
    client.get().signs("n", 4);
  }

  @Test
  void a_cancelled_call_strands_nobody() {
    client.remembering("n").get().signs("n", 2);

    client.get().signs("n", 3).answered(200).ends();
    client.get().signs("n", 4);
  }

  /** A server that takes counts in order only refuses what overtakes. */
  @ParameterizedTest
  @CsvSource({"0, true", "29999, true", "30000, false", "60000, false"})
  void a_shared_nonce_refused_before_30_s_ends_the_sharing(long age, boolean lanes) {
    client.remembering("1");

    refuseShared("1", Duration.ofMillis(age));

    expectLanes(lanes);
  }

  @ParameterizedTest
  @CsvSource({"9999, true", "10000, false", "15000, false", "25000, false"})
  void a_shared_nonce_refused_before_half_the_shortest_life_ends_the_sharing(
      long age, boolean lanes) {
    client.rememberingAfterLife(Duration.ofSeconds(20));

    refuseShared("fresh", Duration.ofMillis(age));

    expectLanes(lanes);
  }

  @ParameterizedTest
  @CsvSource({"29999, true", "30000, false", "49999, false"})
  void with_long_lives_seen_it_is_still_the_30_s_that_count(long age, boolean lanes) {
    client.rememberingAfterLife(Duration.ofSeconds(100));

    refuseShared("fresh", Duration.ofMillis(age));

    expectLanes(lanes);
  }

  /** A call alone, and fast, can use a nonce up in no time; that is not its life. */
  @ParameterizedTest
  @CsvSource({"499, true", "500, false"})
  void with_lives_of_less_than_a_second_seen_it_is_half_a_second_that_counts(
      long age, boolean lanes) {
    client.rememberingAfterLife(Duration.ofMillis(20));

    refuseShared("fresh", Duration.ofMillis(age));

    expectLanes(lanes);
  }

  @Test
  void a_nonce_used_by_one_call_alone_may_be_refused_at_any_age() {
    client.remembering("1").get().signs("1", 2).challenged(digest("2")).answered(200).ends();

    expectLanes(false);
  }

  @Test
  void a_nonce_refused_and_repeated_is_still_used_by_one_call_alone() {
    client.get().challenged(stale("n")).challenged(stale("n")).signs("n", 2).answered(200).ends();
    client.get().signs("n", 3).challenged(digest("m")).answered(200).ends();

    expectLanes(false);
  }

  @Test
  void a_nonce_distrusted_and_repeated_is_still_used_by_one_call_alone() {
    client.remembering("n").get().signs("n", 2).answeredWith("rspauth=x").ends();
    client.get().asks().challenged(digest("n")).signs("n", 3).answered(200).ends();
    client.get().signs("n", 4).challenged(digest("m")).answered(200).ends();

    expectLanes(false);
  }

  @Test
  void three_signed_requests_are_enough_though_sharing_fails_meanwhile() {
    Dialogue unlucky = client.get().challenged(stale("1")).challenged(stale("2"));
    unlucky.challenged(stale("3")).signs("3", 1);
    client.pass(Client.CLAIM);
    client.remembering("n");
    refuseShared("n", Duration.ZERO);

    unlucky.challenged(stale("4")).endsWith(401, 4);
  }

  @Test
  void a_nonce_that_was_shared_once_counts_as_shared() {
    client.remembering("1");
    Dialogue first = client.get().signs("1", 2);
    client.get().signs("1", 3).answered(200).ends();
    first.answered(200).ends();
    client.get().signs("1", 4).challenged(digest("2")).answered(200).ends();

    expectLanes(true);
  }

  @Test
  void the_second_refusal_of_one_nonce_says_nothing_new() {
    client.remembering("1");
    client.pass(Duration.ofSeconds(40));
    Dialogue first = client.get().signs("1", 2);
    Dialogue second = client.get().signs("1", 3);
    first.challenged(digest("2")).answered(200).ends();
    client.pass(Duration.ofSeconds(60));
    second.challenged(digest("3")).answered(200).ends();

    // the life seen is 40 s, not 100 s: "3" is renewed past 36 s
    client.pass(Duration.ofMillis(36_001));
    client.get().signs("3", 2);
    client.get().asks();
  }

  /**
   * What is refused here was this exchange's own challenge, so the nonce may be as good as ever.
   */
  @Test
  void a_fresh_challenge_refused_ends_no_sharing() {
    Dialogue first = client.get().challenged(stale("n"));
    client.pass(Client.CLAIM);
    Dialogue second = client.get().challenged(stale("n")).signs("n", 2);
    first.signs("n", 1).challenged(stale("m")).signs("m", 1).answered(200).ends();
    second.challenged(digest("x")).asks().unanswered().ends();

    expectLanes(false);
  }

  /** A service may answer 401 to a good key that lacks a permission. */
  @Test
  void a_refusal_that_another_nonce_does_not_mend_ends_no_sharing() {
    client.remembering("n");
    Dialogue other = client.get().signs("n", 2);
    Dialogue forbidden = client.get("/forbidden").signs("n", 3).challenged(digest("c"));
    forbidden.signs("c", 1).challenged(digest("d")).asks();
    forbidden.challenged(digest("e")).signs("e", 1).challenged(digest("f")).endsWith(401, 4);
    other.answered(200).ends();

    expectLanes(false);
  }

  /** Shares a nonce just born between two calls, and refuses one of them at this age. */
  private void refuseShared(String nonce, Duration age) {
    client.get().signs(nonce, 2);
    Dialogue second = client.get().signs(nonce, 3);
    client.pass(age);
    second.challenged(digest("after")).signs("after", 1).answered(200).ends();
  }

  /** Whether, from now on, each call in flight takes a nonce of its own. */
  private void expectLanes(boolean lanes) {
    client.get().challenged(digest("last")).signs("last", 1).answered(200).ends();
    client.get().signs("last", 2);
    if (lanes) {
      client.get().asks();
      client.get().asks();
    } else {
      client.get().signs("last", 3);
    }
  }

  @Test
  void a_nonce_refused_while_its_successor_is_known_fails_sharing_too() {
    client.remembering("1");
    Dialogue late = client.get().signs("1", 2);
    client.get().signs("1", 3).answeredWith("nextnonce=\"2\"").ends();

    late.challenged(digest("3")).signs("3", 1).answered(200).endsWith(200, 2);

    client.get().signs("3", 2);
    client.get().asks();
  }
}
