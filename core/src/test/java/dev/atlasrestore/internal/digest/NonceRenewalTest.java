package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a shared nonce is replaced before it dies: by one call, while the others go on sharing. */
class NonceRenewalTest {

  private final Client client = new Client();

  @Test
  void past_nine_tenths_of_the_shortest_life_one_call_renews_and_the_others_share() {
    client.rememberingAfterLife(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(90));
    client.get().signs("fresh", 2);
    client.get().signs("fresh", 3);
    client.pass(Duration.ofMillis(1));

    Dialogue renewing = client.get().asks();
    client.get().signs("fresh", 4);
    renewing.challenged(digest("renewed")).signs("renewed", 1);
    client.get().signs("fresh", 5);
    renewing.answered(200).endsWith(200, 2);

    client.get().signs("renewed", 2);
  }

  @Test
  void a_call_that_is_alone_renews_nothing() {
    client.rememberingAfterLife(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(99));

    client.get().signs("fresh", 2).answered(200).endsWith(200, 1);
  }

  @Test
  void where_the_renewal_fails_the_next_call_tries_it() {
    client.rememberingAfterLife(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(91));
    client.get().signs("fresh", 2);
    client.get().asks().unanswered().ends();

    client.get().asks();
    client.get().signs("fresh", 3);
  }

  @Test
  void where_the_renewing_call_vanishes_the_next_one_renews_when_its_claim_has_run_out() {
    client.rememberingAfterLife(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(91));
    client.get().signs("fresh", 2);
    client.get().asks();
    client.pass(Client.CLAIM.minusNanos(1));
    client.get().signs("fresh", 3);
    client.pass(Duration.ofNanos(1));

    client.get().asks();
  }

  @Test
  void a_nonce_accepted_at_a_higher_age_lengthens_the_shortest_life() {
    client.rememberingAfterLife(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(200));
    client.get().signs("fresh", 2).answered(200).ends();
    renewTo("later");
    client.pass(Duration.ofMinutes(3));

    client.get().signs("later", 2);
    client.get().signs("later", 3);
    client.pass(Duration.ofMillis(1));
    client.get().asks();
  }

  @Test
  void a_nonce_refused_at_a_higher_age_lengthens_nothing() {
    client.rememberingAfterLife(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(200));
    client.get().signs("fresh", 2).challenged(digest("later")).answered(200).ends();
    client.pass(Duration.ofMillis(90_001));

    client.get().signs("later", 2);
    client.get().asks();
  }

  @Test
  void a_nonce_accepted_at_a_lower_age_shortens_nothing() {
    client.rememberingAfterLife(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(50));
    client.get().signs("fresh", 2).answered(200).ends();
    client.pass(Duration.ofSeconds(40));

    client.get().signs("fresh", 3);
    client.get().signs("fresh", 4);
  }

  @Test
  void a_nonce_is_dropped_after_1000_uses() {
    client.remembering("n");
    use("n", 2, 1000);

    client.get().asks().challenged(digest("m")).answered(200).endsWith(200, 2);
    client.get().signs("m", 2);
  }

  @Test
  void a_nonce_that_the_server_names_again_is_good_for_another_1000_uses() {
    client.remembering("n");
    use("n", 2, 1000);
    client.get().asks().challenged(digest("n")).signs("n", 1001).answered(200).endsWith(200, 2);
    use("n", 1002, 2000);

    client.get().asks();
  }

  @Test
  void a_nonce_that_nextnonce_names_again_is_good_for_another_1000_uses() {
    client.remembering("n");
    use("n", 2, 1000);
    client.get().challenged(digest("m")).signs("m", 1).answeredWith("nextnonce=\"n\"").ends();
    use("n", 1001, 2000);

    client.get().asks();
  }

  @Test
  void from_900_uses_on_one_of_many_calls_renews_it() {
    client.remembering("n");
    use("n", 2, 898);
    client.get().signs("n", 899);
    client.get().signs("n", 900);

    Dialogue renewing = client.get().asks();
    client.get().signs("n", 901);
    renewing.challenged(digest("m")).answered(200).ends();

    client.get().signs("m", 2);
  }

  @Test
  void a_nonce_used_up_while_nobody_could_renew_it_makes_calls_wait_for_one() {
    client.remembering("n");
    use("n", 2, 1000);

    client.get().asks();
    client.get().pauses(5);
  }

  private void use(String nonce, int from, int to) {
    for (int count = from; count <= to; count++) {
      client.get().signs(nonce, count).answered(200).endsWith(200, 1);
    }
  }

  private void renewTo(String nonce) {
    client.get().challenged(digest(nonce)).signs(nonce, 1).answered(200).ends();
  }
}
