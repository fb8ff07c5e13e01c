package dev.atlasrestore.internal.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;

/**
 * Whatever a server sends: reading it throws nothing, keeps no more than was sent, and what is
 * answered to it is one line that a strict reader reads back.
 *
 * <p>The ordinary build runs the inputs kept beside this class's resources. To fuzz one method for
 * the time its annotation gives:
 *
 * <pre>{@code
 * mvn test -pl core -Pfuzz -Dtest=HeaderFieldsFuzzTest#challenges
 * mvn test -pl core -Pfuzz -Dtest=HeaderFieldsFuzzTest#authenticationInfo
 * }</pre>
 *
 * What it finds it writes among those inputs, so that it is run ever after; what it learns on the
 * way goes to {@code core/.cifuzz-corpus}, which is not kept.
 */
class HeaderFieldsFuzzTest {

  private static final CnonceSource CNONCES = new CnonceSource(() -> "c");
  private static final DigestAuthenticator RING =
      new DigestAuthenticator(Client.KEY, new Hashes(), CNONCES);

  @FuzzTest(maxDuration = "2m")
  void challenges(byte[] bytes) {
    String field = new String(bytes, ISO_8859_1);

    List<AuthChallenge> read = HeaderFields.challenges(List.of(field));

    assertThat(read).hasSizeLessThanOrEqualTo(64);
    assertThat(read.stream().mapToLong(LargeFieldsTest::size).sum())
        .isLessThanOrEqualTo(field.length());
    RING.answer(List.of(field)).credentials().ifPresent(HeaderFieldsFuzzTest::requireReadable);
  }

  private static void requireReadable(Credentials credentials) {
    String field = credentials.sign("GET", "/", 1, CNONCES).authorization();

    assertThat(field.chars()).noneMatch(c -> c < ' ' || c == 0x7F);
    Authorization said = Authorization.read(field);
    assertThat(said.get("realm")).isEqualTo(credentials.challenge().realm());
    assertThat(said.get("nonce")).isEqualTo(credentials.challenge().nonce());
  }

  @FuzzTest(maxDuration = "2m")
  void authenticationInfo(byte[] bytes) {
    String field = new String(bytes, ISO_8859_1);

    Map<String, String> read = HeaderFields.parameters(List.of(field));

    assertThat(LargeFieldsTest.size(read)).isLessThanOrEqualTo(field.length());
  }
}
