package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where cnonces come from. */
class CnonceSourceTest {

  @Test
  void a_cnonce_is_128_bits_of_the_given_generator() {
    assertThat(new CnonceSource(new Counting()).next())
        .isEqualTo("0102030405060708090a0b0c0d0e0f10")
        .satisfies(it -> assertThat(HexFormat.of().parseHex(it)).hasSize(128 / 8));
  }

  @Test
  void no_byte_of_the_generator_is_used_twice_or_left_out() {
    CnonceSource source = new CnonceSource(new Counting());
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= 100 * 16; i++) {
      all.append(HexFormat.of().toHexDigits((byte) i));
    }

    assertThat(Stream.generate(source::next).limit(100).collect(Collectors.joining()))
        .isEqualTo(all.toString());
  }

  @Test
  void the_generator_is_asked_for_many_at_once() {
    Counting random = new Counting();
    CnonceSource source = new CnonceSource(random);

    source.next();
    int atFirst = random.asked;
    Stream.generate(source::next).limit(30).forEach(cnonce -> {});

    assertThat(random.asked).isEqualTo(atFirst);
  }

  @Test
  void many_threads_draw_at_once_and_none_twice() {
    CnonceSource source = new CnonceSource(new SecureRandom());

    assertThat(Stream.generate(source::next).parallel().limit(2000)).doesNotHaveDuplicates();
  }

  @Test
  void there_is_no_generator_but_the_given_one() {
    assertThatNullPointerException().isThrownBy(() -> new CnonceSource((SecureRandom) null));
  }

  /** Fills with 1, 2, 3 and so on. */
  private static final class Counting extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private byte drawn;
    private int asked;

    @Override
    public void nextBytes(byte[] bytes) {
      asked++;
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = ++drawn;
      }
    }
  }
}
