package dev.atlasrestore.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void charactersWithoutAVisibleFormAreReplaced() {
    assertThat(Printable.of("a\nb\u202ec\u2028d\u2029e\ud800f\ue000g", 20, '_'))
        .isEqualTo("a_b_c_d_e_f_g");
  }

  @Test
  void textIsCutAfterTheGivenNumberOfCharacters() {
    assertThat(Printable.of("ü€😀d", 3, '_')).isEqualTo("ü€😀");
    assertThat(Printable.of("ab", 3, '_')).isEqualTo("ab");
  }
}
