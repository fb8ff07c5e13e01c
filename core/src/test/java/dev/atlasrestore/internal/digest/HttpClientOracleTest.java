package dev.atlasrestore.internal.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the credentials for thousands of random challenges with those of Apache HttpClient,
 * parameter by parameter and with HttpClient's cnonces. The two clients differ by design:
 *
 * <ul>
 *   <li>HttpClient hashes the hashed user name into A1, against RFC 7616, section 3.4.4. The
 *       challenges never have {@code userhash=true}.
 *   <li>HttpClient answers a session algorithm without {@code qop}, against section 3.4.2. The
 *       challenges never combine them.
 *   <li>HttpClient sends a user name with a quote or a backslash as {@code username*}, and puts
 *       {@code username*} in quotes. User names are compared decoded.
 *   <li>HttpClient treats a realm as text and writes it in UTF-8. This client treats a realm as the
 *       bytes that the HTTP stacks decode as ISO 8859-1, and sends the same bytes back. HttpClient
 *       gets the text, this client gets the bytes, and realms are compared as text.
 * </ul>
 */
class HttpClientOracleTest {

  private static final int CHALLENGES = 400;
  private static final int REQUESTS = 3;

  private static final String PLAIN = "abc XYZ019-._~!#$%&'()*+,/;<=>?@[]^`{|}";
  private static final String NASTY = PLAIN + "\"\\\"\\";
  private static final String FOREIGN = NASTY + "äßÄé€😀";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MD5",
        "md5-SESS",
        "MD5-sess",
        "SHA-256",
        "sha-256",
        "SHA-256-sess",
        "SHA-512-256",
        "SHA-512-256-sess"
      })
  void bothSendTheSameCredentials(String algorithm) {
    for (int i = 0; i < CHALLENGES; i++) {
      long seed = algorithm.hashCode() * 1000L + i;
      compare(new Case(algorithm, new Random(seed)), seed);
    }
  }

  private static void compare(Case it, long seed) {
    HttpClientScheme theirs = new HttpClientScheme(it.key, it.challenge(it.realm));
    AtomicReference<String> cnonce = new AtomicReference<>();
    CnonceSource cnonces = cnonce::get;
    DigestCredentials ours = null;
    for (int count = 1; count <= REQUESTS; count++) {
      String target = it.target();
      Authorization expected = theirs.sign("GET", target);
      cnonce.set(expected.params().get("cnonce"));
      if (ours == null) {
        ours =
            new DigestAuthenticator(it.key, new HashFunctions(), cnonces)
                .select(List.of(it.challenge(new String(it.realm.getBytes(UTF_8), ISO_8859_1))))
                .credentials()
                .orElseThrow();
      }
      Authorization actual = Authorization.read(ours.sign("GET", target, count).authorization());

      assertThat(comparable(actual, true))
          .as("seed %s: %s", seed, it.challenge(it.realm))
          .isEqualTo(comparable(expected, false));
    }
  }

  private static Map<String, String> comparable(Authorization said, boolean realmIsBytes) {
    Map<String, String> params = new TreeMap<>(said.params());
    if (realmIsBytes) {
      params.put("realm", new String(said.get("realm").getBytes(ISO_8859_1), UTF_8));
    }
    String extended = params.remove("username*");
    if (extended != null) {
      assertThat(extended).startsWith("UTF-8''");
      String encoded = extended.substring("UTF-8''".length()).replace("+", "%2B");
      params.put("username", URLDecoder.decode(encoded, UTF_8));
    }
    return params;
  }

  /** One random challenge, and a key for it. */
  private static final class Case {
    private final Random random;
    private final String realm;
    private final String rest;
    private final ApiKey key;

    private Case(String algorithm, Random random) {
      this.random = random;
      this.realm = text(FOREIGN, random.nextInt(20));
      boolean utf8 = random.nextBoolean();
      boolean qop = algorithm.toLowerCase(Locale.ROOT).endsWith("-sess") || random.nextInt(4) > 0;
      StringBuilder params = new StringBuilder();
      params.append(", nonce=").append(QuotedString.of(text(NASTY, 1 + random.nextInt(40))));
      params.append(qop ? ", qop=\"auth\"" : "");
      params.append(algorithm.isEmpty() ? "" : ", algorithm=" + algorithm);
      params.append(utf8 ? ", charset=UTF-8" : "");
      if (random.nextBoolean()) {
        params.append(", opaque=").append(QuotedString.of(text(NASTY, random.nextInt(30))));
      }
      params.append(random.nextBoolean() ? ", domain=\"\", stale=false" : "");
      this.rest = params.toString();
      String name = "k" + text(utf8 ? FOREIGN : NASTY, random.nextInt(12));
      this.key = new ApiKey(name, "p" + text(FOREIGN + ":", random.nextInt(30)));
    }

    private String challenge(String realm) {
      return "Digest realm=" + QuotedString.of(realm) + rest;
    }

    private String target() {
      String chars = "abc/09-._~!$&'()*+,;=:@%2F%20";
      return "/" + text(chars, random.nextInt(40)) + "?" + text(chars + "?", random.nextInt(20));
    }

    private String text(String alphabet, int length) {
      int[] all = alphabet.codePoints().toArray();
      StringBuilder text = new StringBuilder();
      random.ints(length, 0, all.length).forEach(i -> text.appendCodePoint(all[i]));
      return text.toString();
    }
  }
}
