package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code nextnonce} leads to. */
class NextNonceTest {

  private final AtomicInteger drawn = new AtomicInteger();
  private final CnonceSource cnonces = new CnonceSource(() -> "c" + drawn.incrementAndGet());
  private final DigestAuthenticator ring =
      new DigestAuthenticator(Client.KEY, new Hashes(), cnonces);

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "current", "a\rb", "\u0000"})
  void none_or_the_current_or_a_dangerous_one_leads_to_nothing(String nextnonce) {
    assertThat(ring.next(credentials("MD5"), nextnonce)).isEmpty();
  }

  @Test
  void one_that_is_too_long_leads_to_nothing() {
    assertThat(ring.next(credentials("MD5"), "n".repeat(4097))).isEmpty();
  }

  @Test
  void another_nonce_is_used_with_the_same_challenge() {
    Credentials current = credentials("SHA-256");

    Credentials next = ring.next(current, "next").orElseThrow();

    assertThat(next.challenge()).isEqualTo(current.challenge().withNonce("next"));
    Authorization signed = Authorization.read(next.sign("GET", "/", 1, cnonces).authorization());
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "GET"));
  }

  @Test
  void a_session_takes_a_new_cnonce() {
    Credentials current = credentials("MD5-sess");

    Credentials next = ring.next(current, "next").orElseThrow();

    assertThat(current.sessionCnonce()).contains("c1");
    assertThat(next.sessionCnonce()).contains("c2");
    Authorization signed = Authorization.read(next.sign("GET", "/", 1, cnonces).authorization());
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "GET"));
  }

  private Credentials credentials(String algorithm) {
    return ring.answer(List.of(Challenges.digest("current", "algorithm=" + algorithm, "opaque=o")))
        .credentials()
        .orElseThrow();
  }
}
