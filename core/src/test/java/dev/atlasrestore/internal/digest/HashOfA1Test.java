package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** H(A1), which changes with realm and algorithm only. */
class HashOfA1Test {

  private static final CnonceSource CNONCES = new CnonceSource(() -> "c");

  @Test
  void each_realm_and_each_algorithm_has_a_secret_of_its_own() {
    DigestAuthenticator ring = new DigestAuthenticator(Client.KEY, new Hashes(), CNONCES);

    for (String realm : List.of("r", "s", "s", "r")) {
      for (String algorithm : List.of("MD5", "SHA-256", "SHA-256-sess", "MD5-sess")) {
        String field =
            "Digest realm=%s, nonce=n, qop=auth, algorithm=%s".formatted(realm, algorithm);
        Credentials credentials = ring.answer(List.of(field)).credentials().orElseThrow();
        Authorization signed =
            Authorization.read(credentials.sign("GET", "/", 1, CNONCES).authorization());

        assertThat(signed.get("response")).isEqualTo(Reference.response(signed, Client.KEY, "GET"));
      }
    }
  }

  @Test
  void it_is_computed_once_for_all_nonces_of_a_realm() {
    AtomicInteger computed = new AtomicInteger();
    DigestAuthenticator ring =
        new DigestAuthenticator(
            Client.KEY,
            new Hashes(name -> new Counting(MessageDigest.getInstance(name), computed)),
            CNONCES);
    ring.answer(List.of(Challenges.digest("1")));
    assertThat(computed).hasValue(1);

    ring.answer(List.of(Challenges.digest("2")));
    ring.next(ring.answer(List.of(Challenges.digest("3"))).credentials().orElseThrow(), "4");

    assertThat(computed).hasValue(1);
  }

  /** A hash function that counts how often it or a copy of it comes to an end. */
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
