package dev.atlasrestore.internal.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;

/**
 * Parses random header fields. Parsing throws nothing and keeps at most as many characters as the
 * field has. Credentials for a random challenge are one line that a strict server can read.
 *
 * <p>The ordinary build runs the inputs in this class's resources. To fuzz one method for two
 * minutes:
 *
 * <pre>{@code
 * mvn test -pl core -Pfuzz -Dtest=AuthHeaderParserFuzzTest#challenges
 * mvn test -pl core -Pfuzz -Dtest=AuthHeaderParserFuzzTest#authenticationInfo
 * }</pre>
 *
 * The fuzzer adds each input that fails to those resources, so the ordinary build runs it from then
 * on. Its other inputs are in {@code core/.cifuzz-corpus}, which is not committed.
 */
class AuthHeaderParserFuzzTest {

  private static final CnonceSource CNONCES = () -> "c";
  private static final DigestAuthenticator AUTHENTICATOR =
      new DigestAuthenticator(TestKey.KEY, new HashFunctions(), CNONCES);

  @FuzzTest(maxDuration = "2m")
  void challenges(byte[] bytes) {
    String field = new String(bytes, ISO_8859_1);

    List<AuthChallenge> read = AuthHeaderParser.challenges(List.of(field));

    assertThat(read).hasSizeLessThanOrEqualTo(64);
    assertThat(read.stream().mapToLong(LargeHeadersTest::size).sum())
        .isLessThanOrEqualTo(field.length());
    AUTHENTICATOR
        .select(List.of(field))
        .credentials()
        .ifPresent(AuthHeaderParserFuzzTest::requireReadable);
  }

  private static void requireReadable(DigestCredentials credentials) {
    String field = credentials.sign("GET", "/", 1).authorization();

    assertThat(field.chars()).noneMatch(c -> c < ' ' || c == 0x7F);
    Authorization said = Authorization.read(field);
    assertThat(said.get("realm")).isEqualTo(credentials.challenge().realm());
    assertThat(said.get("nonce")).isEqualTo(credentials.challenge().nonce());
  }

  @FuzzTest(maxDuration = "2m")
  void authenticationInfo(byte[] bytes) {
    String field = new String(bytes, ISO_8859_1);

    Map<String, String> read = AuthHeaderParser.parameters(List.of(field));

    assertThat(LargeHeadersTest.size(read)).isLessThanOrEqualTo(field.length());
  }
}
