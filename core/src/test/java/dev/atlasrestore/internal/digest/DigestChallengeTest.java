package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.DigestChallenge.Qop;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which challenges can be read, and with which parameters. */
class DigestChallengeTest {

  @Test
  void challengeOfAtlasIsRead() {
    assertThat(read(Challenges.ATLAS))
        .contains(
            new DigestChallenge(
                "MMS Public API",
                "SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg",
                Optional.empty(),
                Algorithm.MD5,
                Optional.of("MD5"),
                Qop.AUTH,
                false,
                false,
                false));
  }

  @Test
  void everyParameterIsRead() {
    String field =
        "Digest realm=\"r\", nonce=\"n\", opaque=\"o\", algorithm=sha-256-SESS, qop=\"auth-int\", "
            + "charset=\"utf-8\", userhash=TRUE, stale=\"True\", domain=\"/a /b\", whatever=1";

    assertThat(read(field))
        .contains(
            new DigestChallenge(
                "r",
                "n",
                Optional.of("o"),
                Algorithm.SHA_256_SESS,
                Optional.of("sha-256-SESS"),
                Qop.AUTH_INT,
                true,
                true,
                true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest realm=r, nonce=n, qop=auth,auth-int",
        "Digest qop=auth,auth-int, realm=r, nonce=n",
        "Digest qop=auth-int, auth, realm=r, nonce=n",
        "Digest realm=r, qop=AUTH-INT,AUTH, nonce=n"
      })
  void unquotedListOfQopOptionsIsRead(String field) {
    DigestChallenge challenge = usable(field);

    assertThat(challenge.qop()).isEqualTo(Qop.AUTH);
    assertThat(challenge.realm()).isEqualTo("r");
    assertThat(challenge.nonce()).isEqualTo("n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest realm=, nonce=\"n\", qop=\"auth\"",
        "Digest nonce=\"n\", realm=, qop=\"auth\"",
        "Digest nonce=\"n\", qop=\"auth\", realm=",
        "Digest realm=\"\", nonce=\"n\", qop=\"auth\""
      })
  void emptyUnquotedValueIsReadAnywhere(String field) {
    assertThat(usable(field).realm()).isEmpty();
    assertThat(usable(field).qop()).isEqualTo(Qop.AUTH);
  }

  @Test
  void defaultsAreMd5AndRfc2069() {
    DigestChallenge challenge = usable("Digest realm=\"r\", nonce=\"n\"");

    assertThat(challenge.algorithm()).isEqualTo(Algorithm.MD5);
    assertThat(challenge.algorithmToken()).isEmpty();
    assertThat(challenge.qop()).isEqualTo(Qop.NONE);
    assertThat(challenge.opaque()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth|AUTH",
        "AUTH|AUTH",
        "auth-int, auth|AUTH",
        "auth,auth-int|AUTH",
        " foo , ,auth |AUTH",
        "auth-int|AUTH_INT",
        "foo,AUTH-INT|AUTH_INT",
        "''|NONE",
        "','|NONE",
        "' , '|NONE",
      })
  void preferredQopOfTheListIsChosen(String list, Qop expected) {
    assertThat(usable("Digest realm=r, nonce=n, qop=\"" + list + "\"").qop()).isEqualTo(expected);
  }

  @Test
  void misspeltQopMeansNoQop() {
    assertThat(usable(Challenges.ATLAS.replace("qop=", "op=")).qop()).isEqualTo(Qop.NONE);
  }

  @Test
  void emptyRealmAndEmptyOpaqueAreKept() {
    DigestChallenge challenge = usable("Digest realm=\"\", nonce=\"n\", opaque=\"\"");

    assertThat(challenge.realm()).isEmpty();
    assertThat(challenge.opaque()).contains("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=\"r\", nonce=\"n\"",
        "Digest",
        "Digest YII=",
        "Digest realm=\"r\"",
        "Digest nonce=\"n\"",
        "Digest realm=\"r\", nonce=\"\"",
        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1",
        "Digest realm=\"r\", nonce=\"n\", algorithm=\"\"",
        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512",
        "Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\"",
        "Digest realm=\"r\", nonce=\"n\", qop=\"authentic\"",
        "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess",
        "Digest realm=\"a\u0001b\", nonce=\"n\"",
        "Digest realm=\"r\", nonce=\"a\rb\"",
        "Digest realm=\"r\", nonce=\"a\nb\"",
        "Digest realm=\"r\", nonce=\"a\u0000\"",
        "Digest realm=\"r\", nonce=\"a\u007fb\"",
        "Digest realm=\"r\", nonce=\"n\", opaque=\"\u001f\"",
      })
  void unsupportedChallengeIsIgnored(String field) {
    assertThat(read(field)).isEmpty();
  }

  @Test
  void sessionAcceptsAuthInt() {
    assertThat(usable("Digest realm=r, nonce=n, algorithm=MD5-sess, qop=auth-int").algorithm())
        .isEqualTo(Algorithm.MD5_SESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"realm", "nonce", "opaque", "unknown"})
  void parametersOfMoreThan4096CharactersAreRejected(String name) {
    assertThat(read(withLength(name, 4096))).isPresent();
    assertThat(read(withLength(name, 4097))).isEmpty();
    assertThat(read(withLength(name, 65_536))).isEmpty();
  }

  private static String withLength(String name, int length) {
    String field = "Digest realm=\"r\", nonce=\"n\", opaque=\"o\", unknown=\"u\"";
    return field.replaceFirst(name + "=\".\"", name + "=\"" + "x".repeat(length) + "\"");
  }

  /** The bytes of ß are C3 9F, those of Ä are C3 84. As characters, 9F and 84 are C1 controls. */
  @ParameterizedTest
  @ValueSource(strings = {"Stra\u00c3\u009fe", "\u00c3\u0084", "\u0080", "\u00ff", "€", " ~"})
  void bytesOfUtf8AreNoControlCharacters(String realm) {
    assertThat(usable("Digest realm=\"" + realm + "\", nonce=\"n\"").realm()).isEqualTo(realm);
  }

  @Test
  void otherValuesOfCharsetUserhashAndStaleAreIgnored() {
    DigestChallenge challenge =
        usable("Digest realm=r, nonce=n, charset=ISO-8859-1, userhash=false, stale=no");

    assertThat(challenge.utf8()).isFalse();
    assertThat(challenge.userhash()).isFalse();
    assertThat(challenge.stale()).isFalse();
  }

  @Test
  void withNonceChangesOnlyTheNonce() {
    DigestChallenge challenge =
        usable(
            "Digest realm=r, nonce=n, opaque=o, algorithm=SHA-256, qop=auth, charset=UTF-8, "
                + "userhash=true");

    assertThat(challenge.withNonce("m").withNonce("n")).isEqualTo(challenge);
    assertThat(challenge.withNonce("m").nonce()).isEqualTo("m");
  }

  private static DigestChallenge usable(String field) {
    return read(field).orElseThrow();
  }

  private static Optional<DigestChallenge> read(String field) {
    List<AuthChallenge> all = AuthHeaderParser.challenges(List.of(field));
    assertThat(all).hasSize(1);
    return DigestChallenge.from(all.get(0));
  }
}
