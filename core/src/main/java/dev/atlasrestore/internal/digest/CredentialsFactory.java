package dev.atlasrestore.internal.digest;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.internal.text.PercentEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the credentials of one API key for a challenge: the user name parameter and H(A1) (RFC
 * 7616, sections 3.4, 3.4.2 and 3.4.4). Safe for use by many threads.
 *
 * <p>A user name outside of ASCII is sent as {@code username*} or as a hash, and only to a server
 * that sent {@code charset=UTF-8}. HTTP stacks encode other characters of a header field in
 * different ways.
 */
final class CredentialsFactory {

  /** The punctuation of {@code attr-char} (RFC 8187, section 3.2.1). */
  private static final String ATTR_CHAR_PUNCTUATION = "!#$&+-.^_`|~";

  private final ApiKey key;
  private final HashFunctions functions;
  private final CnonceSource cnonces;
  private volatile @Nullable CachedHa1 cachedHa1;

  CredentialsFactory(ApiKey key, HashFunctions functions, CnonceSource cnonces) {
    this.key = key;
    this.functions = functions;
    this.cnonces = cnonces;
  }

  /** Returns whether the user name can be sent in credentials for this challenge. */
  boolean canSendUserName(DigestChallenge challenge) {
    return hasAsciiUserName() || challenge.utf8();
  }

  private boolean hasAsciiUserName() {
    return key.publicKey().chars().allMatch(c -> c < 0x7F);
  }

  /** Makes credentials for a new challenge. With a session algorithm, they begin a new session. */
  DigestCredentials credentials(DigestChallenge challenge) {
    HashFunction function = functions.of(challenge.algorithm());
    String user = userParameter(challenge, function);
    String ha1 = ha1(challenge, function);
    if (!challenge.algorithm().session()) {
      return new DigestCredentials(function, challenge, user, ha1, cnonces, null);
    }
    String cnonce = cnonces.next();
    String sessionKey = function.hash(ha1 + ":" + challenge.nonce() + ":" + cnonce);
    return new DigestCredentials(function, challenge, user, sessionKey, cnonces, cnonce);
  }

  private String ha1(DigestChallenge challenge, HashFunction function) {
    CachedHa1 cached = cachedHa1;
    if (cached != null && cached.function == function && cached.realm.equals(challenge.realm())) {
      return cached.hash;
    }
    byte[] password = key.privateKey().getBytes(StandardCharsets.UTF_8);
    String hash =
        function.hash(joined(userName(), HashFunction.headerBytes(challenge.realm()), password));
    cachedHa1 = new CachedHa1(function, challenge.realm(), hash);
    return hash;
  }

  private String userParameter(DigestChallenge challenge, HashFunction function) {
    if (challenge.userhash()) {
      byte[] realm = HashFunction.headerBytes(challenge.realm());
      return "username=\"" + function.hash(joined(userName(), realm)) + '"';
    }
    return hasAsciiUserName()
        ? "username=" + QuotedString.of(key.publicKey())
        : "username*=UTF-8''" + PercentEncoding.encode(key.publicKey(), ATTR_CHAR_PUNCTUATION);
  }

  private byte[] userName() {
    return key.publicKey().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        joined.write(':');
      }
      joined.writeBytes(parts[i]);
    }
    return joined.toByteArray();
  }

  /**
   * H(A1) of the last realm and hash function, which seldom change. A class instead of a record, so
   * that no {@code toString} shows the hash.
   */
  private static final class CachedHa1 {
    private final HashFunction function;
    private final String realm;
    private final String hash;

    private CachedHa1(HashFunction function, String realm, String hash) {
      this.function = function;
      this.realm = realm;
      this.hash = hash;
    }
  }
}
