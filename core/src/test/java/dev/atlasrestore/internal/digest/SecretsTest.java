package dev.atlasrestore.internal.digest;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing shows the private key, H(A1), a response or a cnonce. */
class SecretsTest {

  private static final String CNONCE = "cnonce-not-to-be-seen";
  private static final CnonceSource CNONCES = new CnonceSource(() -> CNONCE);

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256-sess"})
  void no_value_of_the_package_shows_a_secret(String algorithm) {
    DigestAuthenticator ring = new DigestAuthenticator(Client.KEY, new Hashes(), CNONCES);
    NoncePool pool = new NoncePool(Client.CLAIM, Client.TIMEOUT);
    DigestAuthenticator.Offer offer = ring.answer(List.of(digest("n", "algorithm=" + algorithm)));
    Credentials credentials = offer.credentials().orElseThrow();
    Nonce.Lease lease = pool.adopt(credentials, Instant.EPOCH);
    pool.accepted(lease, Instant.EPOCH, Optional.empty());
    Credentials.Signature signature = credentials.sign("GET", "/", lease.count(), CNONCES);
    Authorization said = Authorization.read(signature.authorization());

    Stream<Object> all =
        Stream.of(
            Client.KEY,
            CNONCES,
            ring,
            pool,
            offer,
            credentials,
            lease,
            lease.nonce(),
            pool.take(Instant.EPOCH, Optional.empty()),
            signature,
            credentials.challenge());

    assertThat(all.map(Object::toString))
        .noneMatch(shown -> shown.contains(Client.KEY.privateKey()))
        .noneMatch(shown -> shown.contains(CNONCE))
        .noneMatch(shown -> shown.contains(said.get("response")))
        .noneMatch(shown -> shown.matches(".*[0-9a-f]{32}.*"));
  }

  @Test
  void no_step_of_a_conversation_shows_a_secret() {
    List<String> shown = new ArrayList<>();
    List<String> secrets = new ArrayList<>(List.of(Client.KEY.privateKey()));
    Client client = new Client();
    Dialogue call = client.get();
    shown.add(call.step().toString());
    for (String nonce : List.of("1", "2", "3")) {
      Authorization said = call.challenged(Challenges.stale(nonce)).authorization();
      secrets.add(said.get("response"));
      secrets.add("cnonce");
      shown.add(call.step().toString());
    }
    shown.add(call.answered(200).step().toString());
    shown.add(client.get().unanswered().step().toString());
    shown.add(client.get().answeredWith("rspauth=x").step().toString());

    assertThat(shown)
        .hasSize(7)
        .allSatisfy(text -> assertThat(text).doesNotContain(secrets.toArray(String[]::new)));
  }
}
