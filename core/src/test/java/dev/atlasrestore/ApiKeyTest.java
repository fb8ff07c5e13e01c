package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "se\rcret",
        "se\ncret",
        "se\u0000cret",
        "se\u0085cret",
        "se\uD800cret"
      })
  void row23_aPartThatNoHeaderCanHoldIsRefusedWithoutShowingIt(String part) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApiKey(part, "private"))
        .withMessageContaining("publicKey")
        .withMessageNotContaining("cret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApiKey("public", part))
        .withMessageContaining("privateKey")
        .withMessageNotContaining("cret");
  }

  @Test
  void row23_aColonIsRefusedInTheUserNameAndTakenInThePassword() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApiKey("pub:lic", "private"))
        .withMessageContaining("':'")
        .withMessageNotContaining("pub:lic");
    assertThat(new ApiKey("public", "pri:vate").privateKey()).isEqualTo("pri:vate");
  }

  @Test
  void nonAsciiPartsAreTaken() {
    assertThat(new ApiKey("müller", "пароль😀").privateKey()).isEqualTo("пароль😀");
  }

  @Test
  void row25_aKeyShowsNeitherPartInFull() {
    assertThat(new ApiKey("kxbhqzpt", "f3b1-private"))
        .hasToString("ApiKey[publicKey=kx…, privateKey=…]");
    assertThat(new ApiKey("abcd", "x")).hasToString("ApiKey[publicKey=…, privateKey=…]");
  }

  @Test
  void nothingMayBeNull() {
    assertThatNullPointerException().isThrownBy(() -> new ApiKey(null, "x"));
    assertThatNullPointerException().isThrownBy(() -> new ApiKey("x", null));
  }
}
