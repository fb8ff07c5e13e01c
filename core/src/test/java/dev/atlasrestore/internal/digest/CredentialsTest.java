package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out on the wire. */
class CredentialsTest {

  private final AtomicInteger drawn = new AtomicInteger();
  private final CnonceSource cnonces = new CnonceSource(() -> "c" + drawn.incrementAndGet());

  @Test
  void an_answer_to_atlas_is_complete_to_the_letter() {
    String nonce = "SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg";

    assertThat(sign(Client.KEY, Challenges.ATLAS, "/job?pretty=true", 10))
        .matches(
            "Digest username=\"pubkey\", realm=\"MMS Public API\", nonce=\"\\Q"
                + nonce
                + "\\E\", uri=\"/job\\?pretty=true\", algorithm=MD5, response=\"[0-9a-f]{32}\", "
                + "qop=auth, nc=0000000a, cnonce=\"c1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"})
  void every_algorithm_is_answered(String algorithm) {
    for (String qop : List.of("auth", "auth-int")) {
      Authorization signed =
          read(challenge("algorithm=" + algorithm, "qop=\"" + qop + "\""), "/a?b=c", 1);

      assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "GET"));
      assertThat(signed.get("algorithm")).isEqualTo(algorithm);
      assertThat(signed.get("qop")).isEqualTo(qop);
    }
  }

  @Test
  void a_challenge_without_qop_is_answered_as_of_rfc_2069() {
    Authorization signed = read(Challenges.plain("n"), "/", 7);

    assertThat(signed.params()).containsOnlyKeys("username", "realm", "nonce", "uri", "response");
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "GET"));
  }

  @Test
  void without_qop_the_opaque_is_echoed_all_the_same() {
    assertThat(read(Challenges.plain("n") + ", opaque=\"o\"", "/", 1).get("opaque")).isEqualTo("o");
  }

  @Test
  void exactly_the_free_texts_are_quoted() {
    Authorization signed =
        read(challenge("algorithm=MD5", "qop=auth", "opaque=o", "userhash=true"), "/", 1);

    assertThat(signed.quoted())
        .containsExactlyInAnyOrder(
            "username", "realm", "nonce", "uri", "response", "cnonce", "opaque");
    assertThat(signed.params())
        .containsOnlyKeys(
            "username",
            "realm",
            "nonce",
            "uri",
            "response",
            "cnonce",
            "opaque",
            "algorithm",
            "qop",
            "nc",
            "userhash");
  }

  @Test
  void the_algorithm_goes_out_only_if_it_was_said_and_as_it_was_said() {
    assertThat(read(Challenges.digest("n"), "/", 1).params()).doesNotContainKey("algorithm");
    assertThat(read(Challenges.digest("n", "algorithm=\"md5\""), "/", 1).get("algorithm"))
        .isEqualTo("md5");
  }

  @Test
  void one_qop_goes_out_never_the_list() {
    assertThat(read(challenge("qop=\"auth-int, AUTH\""), "/", 1).get("qop")).isEqualTo("auth");
    assertThat(read(challenge("qop=\"AUTH-INT\""), "/", 1).get("qop")).isEqualTo("auth-int");
  }

  @Test
  void an_empty_opaque_is_echoed_and_a_missing_one_is_not() {
    assertThat(read(Challenges.digest("n", "opaque=\"\""), "/", 1).get("opaque")).isEmpty();
    assertThat(read(Challenges.digest("n"), "/", 1).params()).doesNotContainKey("opaque");
  }

  @Test
  void quotes_and_backslashes_are_escaped_on_the_wire_and_plain_in_the_hash() {
    ApiKey key = new ApiKey("a\"b\\c", "p\"\\");
    String challenge = "Digest realm=\"\\\"r\\\\\\\"\", nonce=\"n\\\"\", qop=auth, opaque=\"\\\\\"";

    String field = sign(key, challenge, "/", 1);

    assertThat(field)
        .contains("username=\"a\\\"b\\\\c\"", "realm=\"\\\"r\\\\\\\"\"", "nonce=\"n\\\"\"")
        .contains("opaque=\"\\\\\"");
    Authorization signed = Authorization.read(field);
    assertThat(signed.get("realm")).isEqualTo("\"r\\\"");
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, key, "GET"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "*", "/a%20b/c;m=1/192.0.2.0%2F24?x=1&y=%2F", "/%E2%82%AC?"})
  void the_uri_is_the_target_byte_for_byte(String target) {
    Authorization signed = read(Challenges.digest("n"), target, 1);

    assertThat(signed.get("uri")).isEqualTo(target);
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "GET"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 00000001",
    "9, 00000009",
    "10, 0000000a",
    "255, 000000ff",
    "4096, 00001000",
    "305441741, 1234abcd",
    "2147483647, 7fffffff",
    "-1, ffffffff"
  })
  void the_count_is_eight_lower_case_hexadecimal_digits(int count, String nc) {
    assertThat(read(Challenges.digest("n"), "/", count).nc()).isEqualTo(nc);
  }

  @Test
  void each_request_takes_a_fresh_cnonce() {
    Credentials credentials = credentials(Client.KEY, Challenges.digest("n"));

    assertThat(credentials.sessionCnonce()).isEmpty();
    assertThat(List.of(cnonce(credentials, 1), cnonce(credentials, 2))).containsExactly("c1", "c2");
  }

  @Test
  void a_session_keeps_its_cnonce() {
    Credentials credentials = credentials(Client.KEY, Challenges.digest("n", "algorithm=MD5-sess"));

    assertThat(List.of(cnonce(credentials, 1), cnonce(credentials, 2))).containsExactly("c1", "c1");
  }

  @Test
  void the_method_is_signed() {
    Credentials credentials = credentials(Client.KEY, Challenges.digest("n"));

    Authorization signed =
        Authorization.read(credentials.sign("HEAD", "/", 1, cnonces).authorization());

    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "HEAD"));
  }

  @Test
  void nothing_secret_is_shown() {
    Credentials credentials = credentials(Client.KEY, Challenges.digest("n"));

    assertThat(credentials).hasToString("Credentials[MD5]");
    assertThat(credentials.sign("GET", "/", 1, cnonces)).hasToString("Signature[…]");
  }

  private String cnonce(Credentials credentials, int count) {
    return Authorization.read(credentials.sign("GET", "/", count, cnonces).authorization())
        .get("cnonce");
  }

  private Authorization read(String challenge, String target, int count) {
    return Authorization.read(sign(Client.KEY, challenge, target, count));
  }

  private String sign(ApiKey key, String challenge, String target, int count) {
    return credentials(key, challenge).sign("GET", target, count, cnonces).authorization();
  }

  private Credentials credentials(ApiKey key, String challenge) {
    return new DigestAuthenticator(key, new Hashes(), cnonces)
        .answer(List.of(challenge))
        .credentials()
        .orElseThrow();
  }

  private static String challenge(String... params) {
    return "Digest realm=\"r\", nonce=\"n\", " + String.join(", ", params);
  }
}
