package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.Challenge.Qop;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which challenges can be answered, and what they say. */
class ChallengeTest {

  @Test
  void what_atlas_sends_is_read_whole() {
    assertThat(read(Challenges.ATLAS))
        .contains(
            new Challenge(
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
  void every_parameter_is_read() {
    String field =
        "Digest realm=\"r\", nonce=\"n\", opaque=\"o\", algorithm=sha-256-SESS, qop=\"auth-int\", "
            + "charset=\"utf-8\", userhash=TRUE, stale=\"True\", domain=\"/a /b\", whatever=1";

    assertThat(read(field))
        .contains(
            new Challenge(
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

  @Test
  void without_algorithm_it_is_md5_and_without_qop_rfc_2069() {
    Challenge challenge = usable("Digest realm=\"r\", nonce=\"n\"");

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
  void the_best_known_qop_of_the_list_is_taken(String list, Qop expected) {
    assertThat(usable("Digest realm=r, nonce=n, qop=\"" + list + "\"").qop()).isEqualTo(expected);
  }

  @Test
  void the_typing_error_of_the_documentation_means_no_qop() {
    assertThat(usable(Challenges.ATLAS.replace("qop=", "op=")).qop()).isEqualTo(Qop.NONE);
  }

  @Test
  void an_empty_realm_and_an_empty_opaque_are_kept() {
    Challenge challenge = usable("Digest realm=\"\", nonce=\"n\", opaque=\"\"");

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
  void what_cannot_be_answered_is_unusable(String field) {
    assertThat(read(field)).isEmpty();
  }

  @Test
  void a_session_needs_qop_and_auth_int_will_do() {
    assertThat(usable("Digest realm=r, nonce=n, algorithm=MD5-sess, qop=auth-int").algorithm())
        .isEqualTo(Algorithm.MD5_SESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"realm", "nonce", "opaque", "unknown"})
  void more_than_4096_characters_are_too_much_for_any_parameter(String name) {
    assertThat(read(withLength(name, 4096))).isPresent();
    assertThat(read(withLength(name, 4097))).isEmpty();
    assertThat(read(withLength(name, 65_536))).isEmpty();
  }

  private static String withLength(String name, int length) {
    String field = "Digest realm=\"r\", nonce=\"n\", opaque=\"o\", unknown=\"u\"";
    return field.replaceFirst(name + "=\".\"", name + "=\"" + "x".repeat(length) + "\"");
  }

  /**
   * The bytes of ß are C3 9F, those of Ä are C3 84: seen one by one, they look like C1 controls.
   */
  @ParameterizedTest
  @ValueSource(strings = {"Stra\u00c3\u009fe", "\u00c3\u0084", "\u0080", "\u00ff", "€", " ~"})
  void bytes_of_utf_8_are_no_control_characters(String realm) {
    assertThat(usable("Digest realm=\"" + realm + "\", nonce=\"n\"").realm()).isEqualTo(realm);
  }

  @Test
  void charset_userhash_and_stale_count_only_with_their_one_value() {
    Challenge challenge =
        usable("Digest realm=r, nonce=n, charset=ISO-8859-1, userhash=false, stale=no");

    assertThat(challenge.utf8()).isFalse();
    assertThat(challenge.userhash()).isFalse();
    assertThat(challenge.stale()).isFalse();
  }

  @Test
  void the_next_nonce_changes_nothing_else() {
    Challenge challenge =
        usable(
            "Digest realm=r, nonce=n, opaque=o, algorithm=SHA-256, qop=auth, charset=UTF-8, "
                + "userhash=true");

    assertThat(challenge.withNonce("m").withNonce("n")).isEqualTo(challenge);
    assertThat(challenge.withNonce("m").nonce()).isEqualTo("m");
  }

  private static Challenge usable(String field) {
    return read(field).orElseThrow();
  }

  private static Optional<Challenge> read(String field) {
    List<AuthChallenge> all = HeaderFields.challenges(List.of(field));
    assertThat(all).hasSize(1);
    return Challenge.from(all.get(0));
  }
}
