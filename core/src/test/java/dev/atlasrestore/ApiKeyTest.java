package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ApiKey}; rule 23 of the contract (arguments) and rule 25 (secrets). */
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
  void partThatNoHeaderCanContainIsRejectedAndNotShown(String part) {
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
  void colonIsRejectedInThePublicKeyAndAcceptedInThePrivateKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApiKey("pub:lic", "private"))
        .withMessageContaining("':'")
        .withMessageNotContaining("pub:lic");
    assertThat(new ApiKey("public", "pri:vate").privateKey()).isEqualTo("pri:vate");
  }

  @Test
  void nonAsciiPartsAreAccepted() {
    assertThat(new ApiKey("müller", "пароль😀").privateKey()).isEqualTo("пароль😀");
  }

  @Test
  void toStringShowsNeitherPartInFull() {
    assertThat(new ApiKey("kxbhqzpt", "f3b1-private"))
        .hasToString("ApiKey[publicKey=kx…, privateKey=…]");
    assertThat(new ApiKey("abcd", "x")).hasToString("ApiKey[publicKey=…, privateKey=…]");
  }

  @Test
  void nullPartIsRejected() {
    assertThatNullPointerException().isThrownBy(() -> new ApiKey(null, "x"));
    assertThatNullPointerException().isThrownBy(() -> new ApiKey("x", null));
  }

  @Test
  void environmentVariablesContainTheTwoPartsOfTheKey() {
    Map<String, String> environment =
        Map.of("ATLAS_PUBLIC_KEY", "kxbhqzpt", "ATLAS_PRIVATE_KEY", "f3b1-private");
    assertThat(ApiKey.fromEnvironment(environment::get))
        .isEqualTo(new ApiKey("kxbhqzpt", "f3b1-private"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ATLAS_PUBLIC_KEY", "ATLAS_PRIVATE_KEY"})
  void unsetEnvironmentVariableIsNamed(String variable) {
    Map<String, String> environment =
        new HashMap<>(Map.of("ATLAS_PUBLIC_KEY", "SECRET", "ATLAS_PRIVATE_KEY", "SECRET"));
    environment.remove(variable);
    assertThatIllegalStateException()
        .isThrownBy(() -> ApiKey.fromEnvironment(environment::get))
        .withMessageContaining(variable + " is not set")
        .withMessageContaining("ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY")
        .withMessageNotContaining("SECRET");
  }

  @Test
  void invalidEnvironmentVariableIsRejectedAndNotShown() {
    Map<String, String> environment =
        Map.of("ATLAS_PUBLIC_KEY", "kxbhqzpt", "ATLAS_PRIVATE_KEY", "SECRET\n");
    assertThatIllegalStateException()
        .isThrownBy(() -> ApiKey.fromEnvironment(environment::get))
        .withMessageContaining("ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY")
        .withMessageContaining("privateKey must not contain control characters")
        .withMessageNotContaining("SECRET");
  }

  @Test
  void environmentOfTheProcessIsReadWithoutArguments() {
    assumeThat(System.getenv("ATLAS_PUBLIC_KEY")).isNull();
    assertThatIllegalStateException()
        .isThrownBy(ApiKey::fromEnvironment)
        .withMessageContaining("ATLAS_PUBLIC_KEY");
  }
}
