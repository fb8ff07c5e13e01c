package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.codec.FewWordsCodec;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests where plain http is allowed: rule 24 of the contract. */
class PlainHttpTest {

  private static RestoreJobCalls client(AtlasConfig config) {
    return new RestoreJobCalls(config, new FewWordsCodec());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ops.example.com:8080",
        "HTTP://ops.example.com",
        "http://10.0.0.1",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://notlocalhost",
        "http://0.0.0.0",
        "http://128.0.0.1",
        "http://[2001:db8::1]:8080",
        "http://[::]"
      })
  void plainHttpToAnotherMachineIsRejectedUnlessAllowed(URI base) {
    AtlasConfig config = AtlasConfig.of(base, KEY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client(config))
        .withMessageContaining(base.getHost())
        .withMessageContaining("withPlainHttp(true)");
    assertThat(client(config.withPlainHttp(true))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://LocalHost",
        "http://127.0.0.1:8080",
        "http://127.255.255.254",
        "http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1]",
        "https://ops.example.com"
      })
  void loopbackAndHttpsAreAllowed(URI base) {
    assertThat(client(AtlasConfig.of(base, KEY))).isNotNull();
  }
}
