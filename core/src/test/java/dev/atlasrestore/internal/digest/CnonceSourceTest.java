package dev.atlasrestore.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cnonces of a client. */
class CnonceSourceTest {

  @Test
  void cnonceHas128RandomBits() {
    CnonceSource cnonces = CnonceSource.of(new CountingRandom());

    assertThat(cnonces.next())
        .isEqualTo("00000000000000000000000000000001")
        .satisfies(cnonce -> assertThat(HexFormat.of().parseHex(cnonce)).hasSize(128 / 8));
    assertThat(cnonces.next()).isEqualTo("00000000000000000000000000000002");
  }

  @Test
  void concurrentThreadsGetDifferentCnonces() {
    CnonceSource cnonces = CnonceSource.of(new SecureRandom());

    assertThat(Stream.generate(cnonces::next).parallel().limit(2000)).doesNotHaveDuplicates();
  }

  @Test
  void generatorIsRequired() {
    assertThatNullPointerException().isThrownBy(() -> CnonceSource.of(null));
  }
}
