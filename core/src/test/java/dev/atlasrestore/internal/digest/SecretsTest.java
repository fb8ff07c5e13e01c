package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No {@code toString} shows the private key, H(A1), a response or a cnonce. */
class SecretsTest {

  private static final String CNONCE = "cnonce-not-to-be-seen";
  private static final CnonceSource CNONCES = () -> CNONCE;

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256-sess"})
  void noValueShowsASecret(String algorithm) {
    DigestAuthenticator authenticator =
        new DigestAuthenticator(TestKey.KEY, new HashFunctions(), CNONCES);
    ChallengeSelection selection =
        authenticator.select(List.of(Challenges.digest("n", "algorithm=" + algorithm)));
    DigestCredentials credentials = selection.credentials().orElseThrow();
    DigestCredentials.Signature signature = credentials.sign("GET", "/", 1);
    Authorization sent = Authorization.read(signature.authorization());

    Stream<Object> values =
        Stream.of(
            TestKey.KEY,
            CNONCES,
            authenticator,
            selection,
            credentials,
            signature,
            credentials.challenge());

    assertThat(values.map(Object::toString))
        .noneMatch(shown -> shown.contains(TestKey.KEY.privateKey()))
        .noneMatch(shown -> shown.contains(CNONCE))
        .noneMatch(shown -> shown.contains(sent.get("response")))
        .noneMatch(shown -> shown.matches(".*[0-9a-f]{32}.*"));
  }
}
