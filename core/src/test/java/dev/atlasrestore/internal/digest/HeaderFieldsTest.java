package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code WWW-Authenticate} is read, from servers of every care. */
class HeaderFieldsTest {

  private static final Map<String, String> PARAMS =
      Map.of("realm", "r", "nonce", "n", "qop", "auth");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"",
        "Digest qop=\"auth\", nonce=\"n\", realm=\"r\"",
        "dIGEST REALM=\"r\", Nonce=\"n\", qOP=\"auth\"",
        "Digest realm=r, nonce=n, qop=auth",
        "Digest realm=\"r\",nonce=\"n\",qop=\"auth\"",
        "  Digest \t realm \t= \t\"r\"\t ,\tnonce= \"n\" , qop =auth \t",
        ", ,Digest realm=\"r\", ,, nonce=\"n\",\t,qop=\"auth\",",
        "Digest ,realm=\"r\", nonce=\"n\", qop=\"auth\"",
        "Digest realm=\"\\r\", nonce=\"\\n\", qop=\"\\a\\u\\t\\h\"",
        "Digest realm=\"r\" nonce=\"n\" qop=\"auth\"",
        "stray=\"1\", Digest realm=\"r\", nonce=\"n\", qop=\"auth\"",
        "\"stray, Digest realm=\"r\", nonce=\"n\", qop=\"auth\"",
      })
  void the_same_challenge_is_read_however_it_is_written(String field) {
    AuthChallenge read = only(field);

    assertThat(read.scheme()).isEqualToIgnoringCase("Digest");
    assertThat(read.params()).isEqualTo(PARAMS);
    assertThat(read.token68()).isEmpty();
  }

  @Test
  void escapes_are_undone_and_what_a_quoted_string_holds_is_text() {
    assertThat(only("Digest realm=\"a \\\"b\\\", nonce=\\\"evil\\\", \\\\ = c\", nonce=n").params())
        .containsExactly(entry("realm", "a \"b\", nonce=\"evil\", \\ = c"), entry("nonce", "n"));
  }

  @Test
  void a_name_may_hold_every_character_of_a_token() {
    String name = "!#$%&'*+-.^_`|~09azAZ";

    assertThat(only(name + " " + name + "=x").scheme()).isEqualTo(name);
    assertThat(only(name + " " + name + "=x").params().values()).containsExactly("x");
  }

  @Test
  void a_value_may_be_empty() {
    assertThat(only("Digest opaque=\"\", a=, b=,c=\"\"").params())
        .containsExactly(entry("opaque", ""), entry("a", ""), entry("b", ""), entry("c", ""));
  }

  @Test
  void an_unquoted_value_ends_at_a_blank_or_a_comma_whatever_it_holds() {
    assertThat(only("Digest realm=a/b\"c, nonce=d==\te=f,g=h").params())
        .containsExactly(
            entry("realm", "a/b\"c"), entry("nonce", "d=="), entry("e", "f"), entry("g", "h"));
  }

  @Test
  void several_challenges_share_a_field_in_order() {
    List<AuthChallenge> read =
        HeaderFields.challenges(
            List.of("Basic realm=\"b\", Digest realm=\"1\", nonce=x, Digest nonce=y, Bearer a=b"));

    assertThat(read)
        .extracting(AuthChallenge::scheme)
        .containsExactly("Basic", "Digest", "Digest", "Bearer");
    assertThat(read.get(1).params()).containsExactly(entry("realm", "1"), entry("nonce", "x"));
    assertThat(read.get(2).params()).containsExactly(entry("nonce", "y"));
  }

  @Test
  void several_fields_are_read_in_order() {
    assertThat(HeaderFields.challenges(List.of("A x=1", "", "B y=2")))
        .extracting(AuthChallenge::scheme)
        .containsExactly("A", "B");
  }

  @Test
  void a_field_of_one_line_never_runs_into_the_next() {
    assertThat(HeaderFields.challenges(List.of("Digest realm=r", "nonce=n")))
        .singleElement()
        .satisfies(it -> assertThat(it.params()).containsOnlyKeys("realm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"YII=", "a+b/c-d._~==", "x", "A1"})
  void token68_stands_in_place_of_parameters(String token) {
    List<AuthChallenge> read =
        HeaderFields.challenges(List.of("Negotiate " + token + " , Digest realm=r"));

    assertThat(read).hasSize(2);
    assertThat(read.get(0).token68()).contains(token);
    assertThat(read.get(0).params()).isEmpty();
    assertThat(read.get(1).params()).containsExactly(entry("realm", "r"));
  }

  @Test
  void token68_may_end_the_field() {
    assertThat(only("NTLM TlRMTVNTUAACAAAA==").token68()).contains("TlRMTVNTUAACAAAA==");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Digest", "Digest ", "Digest,", "Digest, ,"})
  void a_scheme_alone_is_a_challenge_without_anything(String field) {
    assertThat(only(field)).isEqualTo(new AuthChallenge("Digest", Map.of(), only(field).token68()));
    assertThat(only(field).token68()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=b, Digest realm=\"r\", nonce=\"n",
        "Basic realm=b, Digest realm=\"r, nonce=n",
        "Basic realm=b, Digest nonce=\"n\\",
        "Basic realm=b, Digest nonce=\"n\\\"",
        "Basic realm=b, Digest realm=r, nonce=1, nonce=2",
        "Basic realm=b, Digest realm=r, NONCE=\"n\", nonce=\"n\"",
        "Basic realm=b, Digest realm=r, @, nonce=n",
        "Basic realm=b, Digest realm=r, =x, nonce=n",
        "Basic realm=b, Digest realm=\"r\"; nonce=\"n\"",
      })
  void what_cannot_be_read_spoils_the_challenge_it_stands_in_and_not_the_one_before(String field) {
    assertThat(only(field).scheme()).isEqualTo("Basic");
  }

  @Test
  void what_cannot_be_read_does_not_spoil_the_challenge_behind_it() {
    assertThat(only("Basic realm=b, @@@, Digest realm=r, nonce=n").scheme()).isEqualTo("Digest");
  }

  @Test
  void what_is_glued_to_a_value_begins_something_else() {
    assertThat(HeaderFields.challenges(List.of("Digest realm=\"r\"x, nonce=\"n\"")))
        .extracting(AuthChallenge::scheme)
        .containsExactly("Digest", "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ",", "\t, ,", "=", "\"", "a=b", "\\", "\u0000", "(", "é", "Digest/abc"})
  void a_field_without_challenge_holds_none(String field) {
    assertThat(HeaderFields.challenges(List.of(field))).isEmpty();
  }

  @Test
  void no_more_than_64_challenges_are_kept() {
    String seventy = "Digest realm=r,".repeat(70);

    assertThat(HeaderFields.challenges(List.of("A x=1," + seventy))).hasSize(64);
    assertThat(HeaderFields.challenges(List.of("A x=1", seventy, seventy))).hasSize(64);
  }

  @Test
  void the_last_of_64_challenges_is_kept_whole() {
    String sixtyThree = "A x=1,".repeat(63);

    assertThat(HeaderFields.challenges(List.of(sixtyThree + "Digest realm=r, nonce=n")).get(63))
        .satisfies(it -> assertThat(it.params()).containsOnlyKeys("realm", "nonce"));
  }

  @Test
  void parameters_of_a_challenge_cannot_be_changed() {
    assertThat(only("Digest realm=r").params()).isUnmodifiable();
  }

  private static AuthChallenge only(String field) {
    List<AuthChallenge> read = HeaderFields.challenges(List.of(field));
    assertThat(read).hasSize(1);
    return read.get(0);
  }
}
