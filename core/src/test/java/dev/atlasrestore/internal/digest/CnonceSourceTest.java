package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where cnonces come from. */
class CnonceSourceTest {

  @Test
  void a_cnonce_is_128_bits_of_the_given_generator() {
    assertThat(new CnonceSource(new Counting()).next())
        .isEqualTo("01".repeat(16))
        .satisfies(it -> assertThat(HexFormat.of().parseHex(it)).hasSize(128 / 8));
  }

  @Test
  void each_is_drawn_anew() {
    CnonceSource source = new CnonceSource(new Counting());

    assertThat(Stream.of(source.next(), source.next()))
        .containsExactly("01".repeat(16), "02".repeat(16));
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

  /** Fills with 1, then with 2, and so on. */
  private static final class Counting extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private byte drawn;

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, ++drawn);
    }
  }
}
