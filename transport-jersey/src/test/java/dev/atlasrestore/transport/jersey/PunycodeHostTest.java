package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PunycodeHostTest {

  @ParameterizedTest
  @ValueSource(strings = {"xn--bcher-kva.example", "XN--BCHER-KVA.example", "xn--a"})
  void hostGetsAPrefixThatIsRemovedBeforeConnecting(String host) {
    URI prefixed = PunycodeHost.withPrefix(URI.create("http://" + host + ":8080/a?b=http://c"));
    assertThat(prefixed).hasPort(8080).hasPath("/a").hasQuery("b=http://c");
    assertThat(prefixed.getHost()).endsWith("." + host);
    HttpHost connected =
        PunycodeHost.withoutPrefix(new HttpHost("http", prefixed.getHost(), prefixed.getPort()));
    assertThat(connected).isEqualTo(new HttpHost("http", host, 8080));
    assertThat(PunycodeHost.withoutPrefix(new URIAuthority(prefixed.getHost(), prefixed.getPort())))
        .hasToString(new URIAuthority(host, 8080).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"host.example", "www.xn--bcher-kva.example", "[::1]", "127.0.0.1", "xn"})
  void anyOtherHostIsKept(String host) {
    URI uri = URI.create("https://" + host + "/a");
    HttpHost target = new HttpHost("https", host, 443);
    URIAuthority authority = new URIAuthority(host, 443);
    assertThat(PunycodeHost.withPrefix(uri)).isSameAs(uri);
    assertThat(PunycodeHost.withoutPrefix(target)).isSameAs(target);
    assertThat(PunycodeHost.withoutPrefix(authority)).isSameAs(authority);
  }
}
