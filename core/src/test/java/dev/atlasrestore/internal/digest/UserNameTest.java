package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three forms of a user name (RFC 7616, section 3.4), and the user name in A1. */
class UserNameTest {

  private static final CnonceSource CNONCES = () -> "c";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Jäsøn Doe|UTF-8''J%C3%A4s%C3%B8n%20Doe",
        "€|UTF-8''%E2%82%AC",
        "😀|UTF-8''%F0%9F%98%80",
        "ä!#$&+-.^_`|UTF-8''%C3%A4!#$&+-.^_`",
        "ä~09azAZ|UTF-8''%C3%A4~09azAZ",
        "ä%*'\"/\\()[]{}<>@,;=?|UTF-8''%C3%A4%25%2A%27%22%2F%5C%28%29%5B%5D%7B%7D%3C%3E%40%2C%3B%3D%3F",
      })
  void nonAsciiUserNameIsSentInExtendedNotation(String name, String extended) {
    ApiKey key = new ApiKey(name, "p");

    Authorization signed = sign(key, Challenges.digest("n", "charset=UTF-8"));

    assertThat(signed.get("username*")).isEqualTo(extended);
    assertThat(signed.quoted()).doesNotContain("username*");
    assertThat(signed.params()).doesNotContainKeys("username", "userhash");
    assertThat(signed.get("response")).isEqualTo(Reference.response(signed, key, "GET"));
  }

  @Test
  void verticalBarIsNotEncoded() {
    Authorization signed = sign(new ApiKey("ä|", "p"), Challenges.digest("n", "charset=UTF-8"));

    assertThat(signed.get("username*")).isEqualTo("UTF-8''%C3%A4|");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pubkey", "a b~", "\"\\"})
  void asciiUserNameIsSentUnchanged(String name) {
    ApiKey key = new ApiKey(name, "p");

    Authorization signed = sign(key, Challenges.digest("n", "charset=UTF-8"));

    assertThat(signed.get("username")).isEqualTo(name);
    assertThat(signed.params()).doesNotContainKeys("username*", "userhash");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256", "SHA-512-256", "SHA-256-sess"})
  void hashedUserNameIsNotPartOfA1(String algorithm) {
    for (String name : List.of("pubkey", "Jäsøn Doe")) {
      ApiKey key = new ApiKey(name, "p");

      Authorization signed =
          sign(
              key,
              Challenges.digest("n", "charset=UTF-8", "userhash=true", "algorithm=" + algorithm));

      assertThat(signed.get("username")).isEqualTo(Reference.userhash(signed, key));
      assertThat(signed.get("userhash")).isEqualTo("true");
      assertThat(signed.params()).doesNotContainKey("username*");
      assertThat(signed.get("response")).isEqualTo(Reference.response(signed, key, "GET"));
    }
  }

  @Test
  void userhashIsSentOnlyOnRequest() {
    assertThat(sign(TestKey.KEY, Challenges.digest("n", "userhash=false")).params())
        .doesNotContainKey("userhash");
  }

  /** HTTP stacks decode each byte of a header field as one character. */
  @Test
  void realmInUtf8IsHashedAsItsBytes() {
    String asReadByTheStack = "Stra\u00c3\u009fe";

    Authorization signed =
        sign(TestKey.KEY, "Digest realm=\"" + asReadByTheStack + "\", nonce=\"n\", qop=\"auth\"");

    assertThat(signed.get("realm")).isEqualTo(asReadByTheStack);
    Authorization inTruth =
        Authorization.read(
            "Digest realm=\"Straße\", nonce=\"n\", uri=\"/\", qop=auth, nc=00000001, cnonce=\"c\"");
    assertThat(signed.get("response")).isEqualTo(Reference.response(inTruth, TestKey.KEY, "GET"));
  }

  private static Authorization sign(ApiKey key, String challenge) {
    DigestCredentials credentials =
        new DigestAuthenticator(key, new HashFunctions(), CNONCES)
            .select(List.of(challenge))
            .credentials()
            .orElseThrow();
    return Authorization.read(credentials.sign("GET", "/", 1).authorization());
  }
}
