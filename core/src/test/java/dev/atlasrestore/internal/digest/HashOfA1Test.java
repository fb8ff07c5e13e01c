package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** H(A1), which depends only on the key, the realm and the algorithm. */
class HashOfA1Test {

  private static final CnonceSource CNONCES = () -> "c";

  @Test
  void eachRealmAndAlgorithmHasItsOwnHash() {
    DigestAuthenticator authenticator =
        new DigestAuthenticator(TestKey.KEY, new HashFunctions(), CNONCES);

    for (String realm : List.of("r", "s", "s", "r")) {
      for (String algorithm : List.of("MD5", "SHA-256", "SHA-256-sess", "MD5-sess")) {
        String field =
            "Digest realm=%s, nonce=n, qop=auth, algorithm=%s".formatted(realm, algorithm);
        DigestCredentials credentials =
            authenticator.select(List.of(field)).credentials().orElseThrow();
        Authorization signed = Authorization.read(credentials.sign("GET", "/", 1).authorization());

        assertThat(signed.get("response"))
            .isEqualTo(Reference.response(signed, TestKey.KEY, "GET"));
      }
    }
  }

  @Test
  void hashIsComputedOncePerRealm() {
    AtomicInteger computed = new AtomicInteger();
    DigestAuthenticator authenticator =
        new DigestAuthenticator(
            TestKey.KEY,
            new HashFunctions(name -> new Counting(MessageDigest.getInstance(name), computed)),
            CNONCES);
    authenticator.select(List.of(Challenges.digest("1")));
    assertThat(computed).hasValue(1);

    authenticator.select(List.of(Challenges.digest("2")));
    authenticator.select(List.of(Challenges.digest("3")));

    assertThat(computed).hasValue(1);
  }

  /** A hash function that counts the hashes of itself and of its clones. */
  private static final class Counting extends MessageDigest {
    private final MessageDigest counted;
    private final AtomicInteger ended;

    private Counting(MessageDigest counted, AtomicInteger ended) {
      super(counted.getAlgorithm());
      this.counted = counted;
      this.ended = ended;
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
      return new Counting((MessageDigest) counted.clone(), ended);
    }

    @Override
    protected void engineUpdate(byte input) {
      counted.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      counted.update(input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
      ended.incrementAndGet();
      return counted.digest();
    }

    @Override
    protected void engineReset() {
      counted.reset();
    }
  }
}
