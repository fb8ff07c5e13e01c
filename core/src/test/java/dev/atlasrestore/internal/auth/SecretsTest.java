package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.Authorization;
import dev.atlasrestore.internal.digest.CountingRandom;
import dev.atlasrestore.internal.digest.DigestAuthenticator;
import dev.atlasrestore.internal.digest.DigestCredentials;
import dev.atlasrestore.internal.digest.TestKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No {@code toString} shows the private key, H(A1), a response or a cnonce. */
class SecretsTest {

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256-sess"})
  void noValueShowsASecret(String algorithm) {
    DigestCredentials credentials =
        new DigestAuthenticator(TestKey.KEY, new CountingRandom())
            .select(List.of(digest("n", "algorithm=" + algorithm)))
            .credentials()
            .orElseThrow();
    NoncePool pool = new NoncePool(ClientOnFakeClock.CLAIM, ClientOnFakeClock.TIMEOUT);
    NonceLease lease = pool.adopt(credentials, Instant.EPOCH);
    pool.accept(lease, Instant.EPOCH, Optional.empty());
    DigestCredentials.Signature signature = credentials.sign("GET", "/", lease.count());
    Authorization sent = Authorization.read(signature.authorization());

    Stream<Object> values =
        Stream.of(pool, lease, lease.nonce(), pool.take(Instant.EPOCH, Optional.empty()));

    assertThat(values.map(Object::toString))
        .noneMatch(shown -> shown.contains(TestKey.KEY.privateKey()))
        .noneMatch(shown -> shown.contains(sent.get("cnonce")))
        .noneMatch(shown -> shown.contains(sent.get("response")))
        .noneMatch(shown -> shown.matches(".*[0-9a-f]{32}.*"));
  }

  @Test
  void noStepShowsASecret() {
    List<String> shown = new ArrayList<>();
    List<String> secrets = new ArrayList<>(List.of(TestKey.KEY.privateKey(), "cnonce"));
    ClientOnFakeClock client = new ClientOnFakeClock();
    AuthDialogue call = client.get();
    shown.add(call.step().toString());
    for (String nonce : List.of("1", "2", "3")) {
      Authorization sent = call.receivesChallenge(stale(nonce)).authorization();
      secrets.add(sent.get("response"));
      secrets.add(sent.get("cnonce"));
      shown.add(call.step().toString());
    }
    shown.add(call.receives(200).step().toString());
    shown.add(client.get().receivesNothing().step().toString());
    shown.add(client.get().receivesInfo("rspauth=x").step().toString());

    assertThat(shown)
        .hasSize(7)
        .allSatisfy(text -> assertThat(text).doesNotContain(secrets.toArray(String[]::new)));
  }
}
