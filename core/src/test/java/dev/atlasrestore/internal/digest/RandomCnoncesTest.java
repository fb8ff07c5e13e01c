package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cnonces of a client. */
class RandomCnoncesTest {

  @Test
  void cnonceHas128RandomBits() {
    assertThat(new RandomCnonces(new CountingBytes()).next())
        .isEqualTo("0102030405060708090a0b0c0d0e0f10")
        .satisfies(cnonce -> assertThat(HexFormat.of().parseHex(cnonce)).hasSize(128 / 8));
  }

  @Test
  void everyByteOfTheGeneratorIsUsedOnce() {
    CnonceSource cnonces = new RandomCnonces(new CountingBytes());
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= 100 * 16; i++) {
      all.append(HexFormat.of().toHexDigits((byte) i));
    }

    assertThat(Stream.generate(cnonces::next).limit(100).collect(Collectors.joining()))
        .isEqualTo(all.toString());
  }

  @Test
  void bitsOf32CnoncesAreDrawnAtOnce() {
    CountingBytes random = new CountingBytes();
    CnonceSource cnonces = new RandomCnonces(random);

    Stream.generate(cnonces::next).limit(32).forEach(cnonce -> {});
    assertThat(random.draws).isOne();

    cnonces.next();
    assertThat(random.draws).isEqualTo(2);
  }

  @Test
  void concurrentThreadsGetDifferentCnonces() {
    CnonceSource cnonces = new RandomCnonces(new SecureRandom());

    assertThat(Stream.generate(cnonces::next).parallel().limit(2000)).doesNotHaveDuplicates();
  }

  @Test
  void generatorIsRequired() {
    assertThatNullPointerException().isThrownBy(() -> new RandomCnonces(null));
  }

  /** A generator of the bytes 1, 2, 3 and so on. */
  private static final class CountingBytes extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private byte last;
    private int draws;

    @Override
    public void nextBytes(byte[] bytes) {
      draws++;
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = ++last;
      }
    }
  }
}
