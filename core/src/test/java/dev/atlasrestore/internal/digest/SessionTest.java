package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The {@code -sess} algorithms: one cnonce for each nonce. */
class SessionTest {

  private static final String SESS = "algorithm=SHA-256-sess";

  private final Client client = new Client();

  @Test
  void all_requests_of_a_nonce_carry_one_cnonce() {
    Authorization first = accepted(client.get().challenged(digest("n", SESS)), "n", 1);
    Authorization second = accepted(client.get(), "n", 2);
    Authorization third = accepted(client.get("/other"), "n", 3);

    assertThat(second.get("cnonce")).isEqualTo(first.get("cnonce"));
    assertThat(third.get("cnonce")).isEqualTo(first.get("cnonce"));
  }

  @Test
  void another_nonce_takes_another_cnonce() {
    Authorization first = accepted(client.get().challenged(digest("1", SESS)), "1", 1);
    Authorization second = accepted(client.get().challenged(digest("2", SESS)), "2", 1);

    assertThat(second.get("cnonce")).isNotEqualTo(first.get("cnonce"));
  }

  @Test
  void a_repeated_nonce_keeps_its_cnonce() {
    Authorization first = accepted(client.get().challenged(digest("n", SESS)), "n", 1);
    Authorization again = accepted(client.get().challenged(digest("n", SESS)), "n", 3);

    assertThat(again.get("cnonce")).isEqualTo(first.get("cnonce"));
  }

  @Test
  void a_repeated_nonce_with_another_algorithm_begins_another_session() {
    accepted(client.get().challenged(digest("n", SESS)), "n", 1);
    Authorization other =
        accepted(client.get().challenged(digest("n", "algorithm=MD5-sess")), "n", 3);
    Authorization none = accepted(client.get().challenged(digest("n", "algorithm=MD5")), "n", 5);

    assertThat(other.get("algorithm")).isEqualTo("MD5-sess");
    assertThat(none.get("algorithm")).isEqualTo("MD5");
  }

  @Test
  void without_session_each_request_takes_a_cnonce_of_its_own() {
    Authorization first = accepted(client.get().challenged(digest("n")), "n", 1);
    Authorization second = accepted(client.get(), "n", 2);

    assertThat(second.get("cnonce")).isNotEqualTo(first.get("cnonce"));
  }

  private static Authorization accepted(Dialogue call, String nonce, int count) {
    Authorization signed = call.signs(nonce, count).authorization();
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "GET"));
    call.answered(200).ends();
    return signed;
  }

  @Test
  void a_nonce_named_again_with_another_opaque_begins_a_new_session_and_goes_on_counting() {
    Client client = new Client();
    client
        .get()
        .asks()
        .challenged(digest("n", "algorithm=MD5-sess", "opaque=\"a\""))
        .answered(200)
        .ends();
    Dialogue again = client.get().signs("n", 2);
    String cnonce = again.authorization().get("cnonce");
    again.challenged(digest("n", "algorithm=MD5-sess", "opaque=\"b\"")).signs("n", 3);

    assertThat(again.authorization().get("opaque")).isEqualTo("b");
    assertThat(again.authorization().get("cnonce")).isNotEqualTo(cnonce);
  }
}
