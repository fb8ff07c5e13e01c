package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The hash functions of this JVM. */
class HashFunctionsTest {

  private static final String MD5_OF_ABC = "900150983cd24fb0d6963f7d28e17f72";

  /** Published test values of the three functions for "abc". */
  @ParameterizedTest
  @CsvSource({
    "MD5, " + MD5_OF_ABC,
    "SHA_256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA_512_256, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"
  })
  void eachAlgorithmHasItsOwnFunction(Algorithm algorithm, String expected) {
    assertThat(new HashFunctions().of(algorithm).hash("abc")).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void everyAlgorithmIsSupportedAndHashesAreRepeatable(Algorithm algorithm) {
    HashFunctions functions = new HashFunctions();

    assertThat(functions.supports(algorithm)).isTrue();
    assertThat(functions.of(algorithm).hash("x")).isEqualTo(functions.of(algorithm).hash("x"));
  }

  @Test
  void concurrentThreadsGetTheSameHash() {
    assertThat(concurrentHashesOfAbc(new HashFunctions())).containsOnly(MD5_OF_ABC);
  }

  /** Some security devices have functions that cannot be cloned. */
  @Test
  void functionThatCannotBeClonedIsUsedByOneThreadAtATime() {
    HashFunctions functions =
        new HashFunctions(name -> new NotCloneable(MessageDigest.getInstance(name)));

    assertThat(concurrentHashesOfAbc(functions)).containsOnly(MD5_OF_ABC);
  }

  private static Stream<String> concurrentHashesOfAbc(HashFunctions functions) {
    return IntStream.range(0, 20_000)
        .parallel()
        .mapToObj(i -> functions.of(Algorithm.MD5).hash("abc"));
  }

  @Test
  void sessionVariantIsUnsupportedWithItsFunction() {
    HashFunctions functions = withoutMd5();

    assertThat(Stream.of(Algorithm.values()).filter(functions::supports))
        .containsExactly(
            Algorithm.SHA_512_256,
            Algorithm.SHA_512_256_SESS,
            Algorithm.SHA_256,
            Algorithm.SHA_256_SESS);
    assertThatIllegalStateException()
        .isThrownBy(() -> functions.of(Algorithm.MD5))
        .withMessageContaining("MD5");
  }

  private static HashFunctions withoutMd5() {
    return new HashFunctions(
        name -> {
          if (name.equals("MD5")) {
            throw new NoSuchAlgorithmException(name);
          }
          return MessageDigest.getInstance(name);
        });
  }

  @Test
  void textIsHashedAsTheHeaderBytesItCameFrom() {
    HashFunction md5 = new HashFunctions().of(Algorithm.MD5);

    assertThat(md5.hash("\u00e4\u00ff")).isEqualTo(md5.hash(new byte[] {(byte) 0xE4, (byte) 0xFF}));
    assertThat(md5.hash("ä\u0100"))
        .isEqualTo(md5.hash(new byte[] {(byte) 0xC3, (byte) 0xA4, (byte) 0xC4, (byte) 0x80}));
  }

  @Test
  void functionsAreLookedUpOnce() {
    AtomicInteger lookUps = new AtomicInteger();
    HashFunctions functions =
        new HashFunctions(
            name -> {
              lookUps.incrementAndGet();
              return MessageDigest.getInstance(name);
            });
    int atFirst = lookUps.get();

    List.of(Algorithm.values()).forEach(algorithm -> functions.of(algorithm).hash("x"));

    assertThat(lookUps).hasValue(atFirst);
  }

  /** A hash function without {@code clone}. */
  private static final class NotCloneable extends MessageDigest {

    private final MessageDigest function;

    private NotCloneable(MessageDigest function) {
      super(function.getAlgorithm());
      this.function = function;
    }

    @Override
    protected void engineUpdate(byte input) {
      function.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      function.update(input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
      return function.digest();
    }

    @Override
    protected void engineReset() {
      function.reset();
    }
  }
}
