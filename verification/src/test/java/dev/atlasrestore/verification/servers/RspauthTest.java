package dev.atlasrestore.verification.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the library checks {@code rspauth}, which shows that the server has the password. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"UNDERTOW", "HTTPD"})
@Timeout(60)
class RspauthTest {
  private static final RestoreJobRef JOB =
      new RestoreJobRef("5a0a1e7e0f2912c554080ae6", "billing", "5a66783b80eef5354c77ee8a");

  private static RealServer server;

  @Parameter private Product product;

  @BeforeParameterizedClassInvocation
  static void startServer(Product product) {
    server = RealServer.start(product);
  }

  @AfterParameterizedClassInvocation
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void correctRspauthIsAccepted(Transport transport) {
    try (ForgingProxy proxy = ForgingProxy.start(server.baseUri(), false);
        OpenPort jobs = open(transport, proxy)) {
      assertThat(jobs.get(JOB).id()).isEqualTo(JOB.jobId());
      assertThat(proxy.rspauths()).as("rspauth values of %s", product).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongRspauthFailsTheCallWithoutARetry(Transport transport) {
    server.reset();
    try (ForgingProxy proxy = ForgingProxy.start(server.baseUri(), true);
        OpenPort jobs = open(transport, proxy)) {
      assertThatThrownBy(() -> jobs.get(JOB)).isInstanceOf(AuthenticationException.class);
      assertThat(proxy.rspauths()).as("rspauth values of %s", product).isEqualTo(1);
      ServerCounts counts = server.counts();
      assertThat(counts.requests()).isEqualTo(2);
      assertThat(counts.unauthorized()).isEqualTo(1);
    }
  }

  private static OpenPort open(Transport transport, ForgingProxy proxy) {
    return transport.open(
        AtlasConfig.of(proxy.baseUri(), new ApiKey(RealServer.USER, RealServer.PASSWORD)));
  }
}
