package dev.atlasrestore.internal.digest;

import dev.atlasrestore.ApiKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers challenges with one key: chooses the strongest that can be answered, and makes its {@link
 * Credentials}. Keeps H(A1) of the last realm and algorithm. Safe for use by many threads.
 *
 * <p>A user name outside of ASCII goes out as {@code username*} (RFC 7616, section 3.4) or as a
 * hash, and only to servers that say {@code charset=UTF-8}: HTTP stacks write other bytes in header
 * fields each in their own way.
 */
public final class DigestAuthenticator {

  private static final String HEX = "0123456789ABCDEF";
  private static final Comparator<Challenge> STRONGEST_FIRST =
      Comparator.comparing(Challenge::algorithm).thenComparing(Challenge::qop);

  private final ApiKey key;
  private final Hashes hashes;
  private final CnonceSource cnonces;
  private volatile @Nullable Kept kept;

  /** A ring with one key. */
  public DigestAuthenticator(ApiKey key, Hashes hashes, CnonceSource cnonces) {
    this.key = key;
    this.hashes = hashes;
    this.cnonces = cnonces;
  }

  /**
   * What a 401 offers.
   *
   * @param challenged whether it holds a Digest challenge that can be read, answerable or not
   * @param credentials for its strongest usable challenge
   * @param stale whether that one says that only the nonce was at fault
   * @param problem why there are no credentials; empty if there are
   */
  record Offer(
      boolean challenged, Optional<Credentials> credentials, boolean stale, String problem) {}

  /**
   * Reads the challenges of an answer.
   *
   * @param fields the values of all {@code WWW-Authenticate} fields
   */
  Offer answer(List<String> fields) {
    List<AuthChallenge> all = HeaderFields.challenges(fields);
    List<Challenge> usable = all.stream().flatMap(any -> Challenge.from(any).stream()).toList();
    Optional<Challenge> best = usable.stream().filter(this::canAnswer).min(STRONGEST_FIRST);
    if (best.isPresent()) {
      return new Offer(true, Optional.of(credentials(best.get())), best.get().stale(), "");
    }
    return new Offer(!usable.isEmpty(), Optional.empty(), false, problem(all, usable));
  }

  private boolean canAnswer(Challenge challenge) {
    return hashes.has(challenge.algorithm()) && (hasAsciiName() || challenge.utf8());
  }

  private boolean hasAsciiName() {
    return key.publicKey().chars().allMatch(c -> c < 0x7F);
  }

  private String problem(List<AuthChallenge> all, List<Challenge> usable) {
    if (all.isEmpty()) {
      return "the service sent no challenge that can be read";
    }
    if (all.stream().noneMatch(Challenge::isDigest)) {
      return "the service offers no Digest authentication, and nothing else is answered";
    }
    if (usable.isEmpty()) {
      return "the service's Digest challenge cannot be used: it lacks realm or nonce, or its algorithm or qop is unknown";
    }
    if (usable.stream().noneMatch(challenge -> hashes.has(challenge.algorithm()))) {
      return "this JVM lacks the hash function that the service asks for ("
          + usable.get(0).algorithm()
          + ")";
    }
    return "the public key holds characters outside of ASCII, and the service did not say charset=UTF-8";
  }

  /**
   * Credentials for the nonce that {@code nextnonce} names; empty if it names none, or the current
   * one.
   */
  Optional<Credentials> next(Credentials current, @Nullable String nextnonce) {
    if (nextnonce == null
        || nextnonce.isEmpty()
        || nextnonce.equals(current.challenge().nonce())
        || !Challenge.isSafe(nextnonce)) {
      return Optional.empty();
    }
    return Optional.of(credentials(current.challenge().withNonce(nextnonce)));
  }

  private Credentials credentials(Challenge challenge) {
    String a1 = hashOfA1(challenge);
    if (!challenge.algorithm().session()) {
      return new Credentials(hashes, challenge, user(challenge), a1, null);
    }
    String cnonce = cnonces.next();
    String session =
        hashes.of(challenge.algorithm()).hex(a1 + ":" + challenge.nonce() + ":" + cnonce);
    return new Credentials(hashes, challenge, user(challenge), session, cnonce);
  }

  private String hashOfA1(Challenge challenge) {
    Kept last = kept;
    if (last != null
        && last.algorithm.jcaName().equals(challenge.algorithm().jcaName())
        && last.realm.equals(challenge.realm())) {
      return last.hash;
    }
    byte[] name = key.publicKey().getBytes(StandardCharsets.UTF_8);
    byte[] realm = BegunHash.headerBytes(challenge.realm());
    byte[] password = key.privateKey().getBytes(StandardCharsets.UTF_8);
    String hash = hashes.of(challenge.algorithm()).hex(joined(name, realm, password));
    kept = new Kept(challenge.algorithm(), challenge.realm(), hash);
    return hash;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        out.write(':');
      }
      out.writeBytes(parts[i]);
    }
    return out.toByteArray();
  }

  private String user(Challenge challenge) {
    if (challenge.userhash()) {
      byte[] name = key.publicKey().getBytes(StandardCharsets.UTF_8);
      return "username=\""
          + hashes
              .of(challenge.algorithm())
              .hex(joined(name, BegunHash.headerBytes(challenge.realm())))
          + "\"";
    }
    return hasAsciiName()
        ? "username=" + Credentials.quoted(key.publicKey())
        : "username*=UTF-8''" + percentEncoded(key.publicKey());
  }

  /** RFC 8187, section 3.2.1: everything but {@code attr-char} is encoded. */
  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "!#$&+-.^_`|~".indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return encoded.toString();
  }

  /** H(A1) of a realm and an algorithm; never shown. */
  private static final class Kept {
    private final Algorithm algorithm;
    private final String realm;
    private final String hash;

    private Kept(Algorithm algorithm, String realm, String hash) {
      this.algorithm = algorithm;
      this.realm = realm;
      this.hash = hash;
    }
  }
}
