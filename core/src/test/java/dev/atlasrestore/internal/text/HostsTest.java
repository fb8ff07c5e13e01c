package dev.atlasrestore.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "127.0.0.1",
        "127.12.3.255"
      })
  void loopbackIsThisMachine(String host) {
    assertThat(Hosts.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "localhost.example.com",
        "[::2]",
        "128.0.0.1",
        "127.0.0.1.example.com"
      })
  void otherHostsAreNot(String host) {
    assertThat(Hosts.isLoopback(host)).isFalse();
  }

  @Test
  void zoneOfAnIpv6AddressIsRecognized() {
    assertThat(Hosts.hasZone("[fe80::1%25eth0]")).isTrue();
    assertThat(Hosts.hasZone("[fe80::1%eth0]")).isTrue();
    assertThat(Hosts.hasZone("[fe80::1]")).isFalse();
    assertThat(Hosts.hasZone("host.example")).isFalse();
  }
}
