package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code WWW-Authenticate} is parsed, also from servers that deviate from the grammar. */
class AuthHeaderParserTest {

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
  void equalChallengesInDifferentNotationsAreEqual(String field) {
    AuthChallenge read = only(field);

    assertThat(read.scheme()).isEqualToIgnoringCase("Digest");
    assertThat(read.params()).isEqualTo(PARAMS);
    assertThat(read.token68()).isEmpty();
  }

  @Test
  void quotedStringIsUnescapedAndNotParsed() {
    assertThat(only("Digest realm=\"a \\\"b\\\", nonce=\\\"evil\\\", \\\\ = c\", nonce=n").params())
        .containsExactly(entry("realm", "a \"b\", nonce=\"evil\", \\ = c"), entry("nonce", "n"));
  }

  @Test
  void nameMayHoldEveryTokenCharacter() {
    String name = "!#$%&'*+-.^_`|~09azAZ";

    assertThat(only(name + " " + name + "=x").scheme()).isEqualTo(name);
    assertThat(only(name + " " + name + "=x").params().values()).containsExactly("x");
  }

  @Test
  void valueMayBeEmpty() {
    assertThat(only("Digest opaque=\"\", a=, b=,c=\"\"").params())
        .containsExactly(entry("opaque", ""), entry("a", ""), entry("b", ""), entry("c", ""));
  }

  @Test
  void unquotedValueEndsAtABlankOrAComma() {
    assertThat(only("Digest realm=a/b\"c, nonce=d==\te=f,g=h").params())
        .containsExactly(
            entry("realm", "a/b\"c"), entry("nonce", "d=="), entry("e", "f"), entry("g", "h"));
  }

  @Test
  void challengesOfOneFieldAreReadInOrder() {
    List<AuthChallenge> read =
        AuthHeaderParser.challenges(
            List.of("Basic realm=\"b\", Digest realm=\"1\", nonce=x, Digest nonce=y, Bearer a=b"));

    assertThat(read)
        .extracting(AuthChallenge::scheme)
        .containsExactly("Basic", "Digest", "Digest", "Bearer");
    assertThat(read.get(1).params()).containsExactly(entry("realm", "1"), entry("nonce", "x"));
    assertThat(read.get(2).params()).containsExactly(entry("nonce", "y"));
  }

  @Test
  void fieldsAreReadInOrder() {
    assertThat(AuthHeaderParser.challenges(List.of("A x=1", "", "B y=2")))
        .extracting(AuthChallenge::scheme)
        .containsExactly("A", "B");
  }

  @Test
  void challengeDoesNotContinueInTheNextField() {
    assertThat(AuthHeaderParser.challenges(List.of("Digest realm=r", "nonce=n")))
        .singleElement()
        .satisfies(it -> assertThat(it.params()).containsOnlyKeys("realm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"YII=", "a+b/c-d._~==", "x", "A1"})
  void token68IsReadInsteadOfParameters(String token) {
    List<AuthChallenge> read =
        AuthHeaderParser.challenges(List.of("Negotiate " + token + " , Digest realm=r"));

    assertThat(read).hasSize(2);
    assertThat(read.get(0).token68()).contains(token);
    assertThat(read.get(0).params()).isEmpty();
    assertThat(read.get(1).params()).containsExactly(entry("realm", "r"));
  }

  @Test
  void token68MayEndTheField() {
    assertThat(only("NTLM TlRMTVNTUAACAAAA==").token68()).contains("TlRMTVNTUAACAAAA==");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Digest", "Digest ", "Digest,", "Digest, ,"})
  void schemeAloneIsAChallengeWithoutParameters(String field) {
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
  void syntaxErrorKeepsTheChallengeBefore(String field) {
    assertThat(only(field).scheme()).isEqualTo("Basic");
  }

  @Test
  void syntaxErrorKeepsTheChallengeAfter() {
    assertThat(only("Basic realm=b, @@@, Digest realm=r, nonce=n").scheme()).isEqualTo("Digest");
  }

  @Test
  void textDirectlyAfterAValueBeginsAChallenge() {
    assertThat(AuthHeaderParser.challenges(List.of("Digest realm=\"r\"x, nonce=\"n\"")))
        .extracting(AuthChallenge::scheme)
        .containsExactly("Digest", "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ",", "\t, ,", "=", "\"", "a=b", "\\", "\u0000", "(", "é", "Digest/abc"})
  void fieldWithoutChallengeIsEmpty(String field) {
    assertThat(AuthHeaderParser.challenges(List.of(field))).isEmpty();
  }

  @Test
  void atMost64ChallengesAreRead() {
    String seventy = "Digest realm=r,".repeat(70);

    assertThat(AuthHeaderParser.challenges(List.of("A x=1," + seventy))).hasSize(64);
    assertThat(AuthHeaderParser.challenges(List.of("A x=1", seventy, seventy))).hasSize(64);
  }

  @Test
  void lastOf64ChallengesIsReadCompletely() {
    String sixtyThree = "A x=1,".repeat(63);

    assertThat(AuthHeaderParser.challenges(List.of(sixtyThree + "Digest realm=r, nonce=n")).get(63))
        .satisfies(it -> assertThat(it.params()).containsOnlyKeys("realm", "nonce"));
  }

  @Test
  void parametersAreUnmodifiable() {
    assertThat(only("Digest realm=r").params()).isUnmodifiable();
  }

  private static AuthChallenge only(String field) {
    List<AuthChallenge> read = AuthHeaderParser.challenges(List.of(field));
    assertThat(read).hasSize(1);
    return read.get(0);
  }
}
