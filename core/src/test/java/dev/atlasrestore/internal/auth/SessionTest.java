package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.Authorization;
import dev.atlasrestore.internal.digest.Reference;
import dev.atlasrestore.internal.digest.TestKey;
import org.junit.jupiter.api.Test;

/** The session algorithms: which requests belong to one session. */
class SessionTest {

  private static final String SESS = "algorithm=SHA-256-sess";

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void requestsWithOneNonceHaveOneCnonce() {
    Authorization first = accepted(client.get().receivesChallenge(digest("n", SESS)), "n", 1);
    Authorization second = accepted(client.get(), "n", 2);
    Authorization third = accepted(client.get("/other"), "n", 3);

    assertThat(second.get("cnonce")).isEqualTo(first.get("cnonce"));
    assertThat(third.get("cnonce")).isEqualTo(first.get("cnonce"));
  }

  @Test
  void newChallengeBeginsANewSession() {
    Authorization first = accepted(client.get().receivesChallenge(digest("1", SESS)), "1", 1);
    Authorization second = accepted(client.get().receivesChallenge(digest("2", SESS)), "2", 1);

    assertThat(second.get("cnonce")).isNotEqualTo(first.get("cnonce"));
  }

  @Test
  void repeatedNonceContinuesTheSession() {
    Authorization first = accepted(client.get().receivesChallenge(digest("n", SESS)), "n", 1);
    Authorization again = accepted(client.get().receivesChallenge(digest("n", SESS)), "n", 3);

    assertThat(again.get("cnonce")).isEqualTo(first.get("cnonce"));
  }

  @Test
  void repeatedNonceWithAnotherAlgorithmBeginsANewSession() {
    accepted(client.get().receivesChallenge(digest("n", SESS)), "n", 1);
    Authorization other =
        accepted(client.get().receivesChallenge(digest("n", "algorithm=MD5-sess")), "n", 3);
    Authorization none =
        accepted(client.get().receivesChallenge(digest("n", "algorithm=MD5")), "n", 5);

    assertThat(other.get("algorithm")).isEqualTo("MD5-sess");
    assertThat(none.get("algorithm")).isEqualTo("MD5");
  }

  @Test
  void requestsWithoutSessionHaveDifferentCnonces() {
    Authorization first = accepted(client.get().receivesChallenge(digest("n")), "n", 1);
    Authorization second = accepted(client.get(), "n", 2);

    assertThat(second.get("cnonce")).isNotEqualTo(first.get("cnonce"));
  }

  private static Authorization accepted(AuthDialogue call, String nonce, int count) {
    Authorization signed = call.sendsSigned(nonce, count).authorization();
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, TestKey.KEY, "GET"));
    call.receives(200).ends();
    return signed;
  }

  @Test
  void repeatedNonceWithAnotherOpaqueBeginsANewSession() {
    ClientOnFakeClock client = new ClientOnFakeClock();
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("n", "algorithm=MD5-sess", "opaque=\"a\""))
        .receives(200)
        .ends();
    AuthDialogue again = client.get().sendsSigned("n", 2);
    String cnonce = again.authorization().get("cnonce");
    again.receivesChallenge(digest("n", "algorithm=MD5-sess", "opaque=\"b\"")).sendsSigned("n", 3);

    assertThat(again.authorization().get("opaque")).isEqualTo("b");
    assertThat(again.authorization().get("cnonce")).isNotEqualTo(cnonce);
  }

  /** RFC 7616, sections 3.4.2 and 3.6: only a challenge begins a new session. */
  @Test
  void nextnonceContinuesTheSession() {
    AuthDialogue call = client.get().receivesChallenge(digest("1", SESS)).sendsSigned("1", 1);
    Authorization first = call.authorization();
    call.receivesInfo("nextnonce=\"2\"").ends();

    Authorization second = client.get().sendsSigned("2", 1).authorization();

    assertThat(second.get("cnonce")).isEqualTo(first.get("cnonce"));
    assertThat(second.get("response"))
        .isEqualTo(Reference.response(second, TestKey.KEY, "GET", first));
  }

  @Test
  void nextnonceThatIsKnownContinuesTheSessionOfTheResponse() {
    accepted(client.get().receivesChallenge(digest("known", SESS)), "known", 1);
    AuthDialogue call = client.get().receivesChallenge(digest("new", SESS)).sendsSigned("new", 1);
    Authorization first = call.authorization();
    call.receivesInfo("nextnonce=\"known\"").ends();

    Authorization second = client.get().sendsSigned("known", 3).authorization();

    assertThat(second.get("response"))
        .isEqualTo(Reference.response(second, TestKey.KEY, "GET", first));
  }
}
