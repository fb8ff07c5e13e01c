package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The hash functions. */
class HashesTest {

  /** Published test values of the three functions for "abc". */
  @ParameterizedTest
  @CsvSource({
    "MD5, 900150983cd24fb0d6963f7d28e17f72",
    "SHA_256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA_512_256, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"
  })
  void each_algorithm_is_its_own_function(Algorithm algorithm, String expected) {
    assertThat(new Hashes().hex(algorithm, "abc")).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void this_jvm_has_all_and_a_hash_leaves_nothing_behind(Algorithm algorithm) {
    Hashes hashes = new Hashes();

    assertThat(hashes.has(algorithm)).isTrue();
    assertThat(hashes.hex(algorithm, "x")).isEqualTo(hashes.hex(algorithm, "x"));
  }

  @Test
  void many_threads_hash_at_once() {
    Hashes hashes = new Hashes();
    String expected = hashes.hex(Algorithm.SHA_256, "text");

    assertThat(
            Stream.generate(() -> "text")
                .limit(2000)
                .parallel()
                .map(text -> hashes.hex(Algorithm.SHA_256, text)))
        .containsOnly(expected);
  }

  @Test
  void a_session_lacks_what_its_function_lacks() {
    Hashes hardened = KeyringTest.without("MD5");

    assertThat(Stream.of(Algorithm.values()).filter(hardened::has))
        .containsExactly(
            Algorithm.SHA_512_256,
            Algorithm.SHA_512_256_SESS,
            Algorithm.SHA_256,
            Algorithm.SHA_256_SESS);
    assertThatIllegalStateException()
        .isThrownBy(() -> hardened.hex(Algorithm.MD5, "x"))
        .withMessageContaining("MD5");
  }

  @Test
  void text_is_hashed_as_the_header_bytes_it_came_from() {
    Hashes hashes = new Hashes();

    assertThat(hashes.hex(Algorithm.MD5, "\u00e4\u00ff"))
        .isEqualTo(hashes.hex(Algorithm.MD5, new byte[] {(byte) 0xE4, (byte) 0xFF}));
    assertThat(hashes.hex(Algorithm.MD5, "ä\u0100"))
        .isEqualTo(
            hashes.hex(
                Algorithm.MD5, new byte[] {(byte) 0xC3, (byte) 0xA4, (byte) 0xC4, (byte) 0x80}));
  }

  @Test
  void a_function_that_cannot_be_copied_is_fetched_anew() {
    Hashes hashes = new Hashes(name -> new Uncopied(name));

    assertThat(hashes.hex(Algorithm.MD5, "abc")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
  }

  @Test
  void a_function_that_has_gone_is_named() {
    Hashes hashes = new Hashes(name -> new Uncopied("NO-" + name));

    assertThatIllegalStateException()
        .isThrownBy(() -> hashes.hex(Algorithm.MD5, "abc"))
        .withMessageContaining("NO-MD5");
  }

  @Test
  void functions_are_looked_up_once() {
    AtomicInteger lookUps = new AtomicInteger();
    Hashes hashes =
        new Hashes(
            name -> {
              lookUps.incrementAndGet();
              return MessageDigest.getInstance(name);
            });
    int atFirst = lookUps.get();

    List.of(Algorithm.values()).forEach(algorithm -> hashes.hex(algorithm, "x"));

    assertThat(lookUps).hasValue(atFirst);
  }

  /** As functions of some security devices are; it can say its name and nothing else. */
  private static final class Uncopied extends MessageDigest {

    private Uncopied(String name) {
      super(name);
    }

    @Override
    protected void engineUpdate(byte input) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineDigest() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineReset() {
      throw new UnsupportedOperationException();
    }
  }
}
