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
    assertThat(new Hashes().of(algorithm).hex("abc")).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void this_jvm_has_all_and_a_hash_leaves_nothing_behind(Algorithm algorithm) {
    Hashes hashes = new Hashes();

    assertThat(hashes.has(algorithm)).isTrue();
    assertThat(hashes.of(algorithm).hex("x")).isEqualTo(hashes.of(algorithm).hex("x"));
  }

  @Test
  void many_threads_hash_at_once() {
    Hashes hashes = new Hashes();
    String expected = hashes.of(Algorithm.SHA_256).hex("text");

    assertThat(
            Stream.generate(() -> "text")
                .limit(2000)
                .parallel()
                .map(text -> hashes.of(Algorithm.SHA_256).hex(text)))
        .containsOnly(expected);
  }

  @Test
  void a_session_lacks_what_its_function_lacks() {
    Hashes hardened = DigestAuthenticatorTest.without("MD5");

    assertThat(Stream.of(Algorithm.values()).filter(hardened::has))
        .containsExactly(
            Algorithm.SHA_512_256,
            Algorithm.SHA_512_256_SESS,
            Algorithm.SHA_256,
            Algorithm.SHA_256_SESS);
    assertThatIllegalStateException()
        .isThrownBy(() -> hardened.of(Algorithm.MD5).hex("x"))
        .withMessageContaining("MD5");
  }

  @Test
  void a_hash_goes_on_from_what_was_hashed_before_and_leaves_that_as_it_was() {
    BegunHash whole = new Hashes().of(Algorithm.SHA_256);
    String beginning = "a beginning that is longer than the 64 bytes of a block of the function";
    BegunHash begun = whole.with(beginning);

    assertThat(begun.hex("x")).isEqualTo(whole.hex(beginning + "x"));
    assertThat(begun.with("x").hex("y", "z")).isEqualTo(whole.hex(beginning, "xyz"));
    assertThat(begun.hex("x")).isEqualTo(whole.hex(beginning + "x"));
    assertThat(begun.hex()).isEqualTo(whole.hex(beginning));
  }

  @Test
  void text_is_hashed_as_the_header_bytes_it_came_from() {
    Hashes hashes = new Hashes();

    assertThat(hashes.of(Algorithm.MD5).hex("\u00e4\u00ff"))
        .isEqualTo(hashes.of(Algorithm.MD5).hex(new byte[] {(byte) 0xE4, (byte) 0xFF}));
    assertThat(hashes.of(Algorithm.MD5).hex("ä\u0100"))
        .isEqualTo(
            hashes
                .of(Algorithm.MD5)
                .hex(new byte[] {(byte) 0xC3, (byte) 0xA4, (byte) 0xC4, (byte) 0x80}));
  }

  @Test
  void a_function_that_cannot_be_copied_is_fetched_anew() {
    BegunHash hash = new Hashes(name -> new Uncopied(name)).of(Algorithm.MD5);

    assertThat(hash.hex("abc")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    assertThat(hash.with("a").with("b").hex("c")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
  }

  @Test
  void a_function_that_has_gone_is_named() {
    Hashes hashes = new Hashes(name -> new Uncopied("NO-" + name));

    assertThatIllegalStateException()
        .isThrownBy(() -> hashes.of(Algorithm.MD5).hex("abc"))
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

    List.of(Algorithm.values()).forEach(algorithm -> hashes.of(algorithm).hex("x"));

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
