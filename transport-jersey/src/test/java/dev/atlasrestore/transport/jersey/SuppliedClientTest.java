package dev.atlasrestore.transport.jersey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Fate;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeServer;
import dev.atlasrestore.testkit.FakeTls;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.contract.ClientKind;
import dev.atlasrestore.testkit.contract.ExchangeCalls;
import dev.atlasrestore.testkit.contract.RawServer;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what is special about supplied clients. */
@Timeout(60)
class SuppliedClientTest {

  @Test
  void exceptionOfAFilterLeavesTheFateUnknown() throws Exception {
    ClientRequestFilter beforeSending =
        request -> {
          throw new IllegalStateException("filter");
        };
    ClientResponseFilter afterSending =
        (request, response) -> {
          throw new IllegalStateException("filter");
        };
    for (Object filter : List.of(beforeSending, afterSending)) {
      try (RawServer server =
              RawServer.respondingWith("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          Client client = TestClients.recommended().build().register(filter);
          BlockingRunner runner = BlockingRunner.onSuppliedClient(client)) {
        Object result = runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await();
        assertThat((TransportFailure) result)
            .extracting(TransportFailure::fate, TransportFailure::kind)
            .containsExactly(Fate.UNKNOWN, Kind.OTHER);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2000, 100_000})
  void refusalByAProxyWithABodyOfAnyLengthIsReported(int length) throws Exception {
    String refusal =
        "HTTP/1.1 403 Forbidden\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length);
    try (RawServer proxy = RawServer.respondingWith(refusal);
        Client client = TestClients.of(ClientKind.proxied(proxy.uri(), FakeTls.trustStore()));
        BlockingRunner runner = BlockingRunner.onSuppliedClient(client)) {
      URI service = URI.create("https://service.invalid/");
      Object result = runner.start(TestCalls.send(service, TestCalls.LONG)).await();
      TransportFailure failure = (TransportFailure) result;
      assertThat(failure.kind()).isEqualTo(Kind.PROXY);
      assertThat(failure.fate()).isEqualTo(Fate.NOT_SENT);
      assertThat(failure.proxyStatus()).hasValue(403);
      assertThat(proxy.requestHeads()).hasSize(1);
    }
  }

  @Test
  void errorOfAnHttpsServiceIsItsResponse() throws Exception {
    Reply forbidden = Reply.status(403).body("forbidden");
    try (FakeServer server = FakeServer.start(request -> forbidden, FakeTls.trusted());
        Client client = TestClients.trusting(FakeTls.trustStore());
        BlockingRunner runner = BlockingRunner.onSuppliedClient(client)) {
      HttpResponse response =
          (HttpResponse) runner.start(TestCalls.send(server.uri(), TestCalls.LONG)).await();
      assertThat(response.status()).isEqualTo(403);
      assertThat(response.body()).asString().isEqualTo("forbidden");
    }
  }

  /** The call follows a redirect, for example, without its body. */
  @Test
  void headOfAnHttpsServiceIsPassedOnAlsoIfItsBodyCannotBeRead() throws Exception {
    Reply redirect =
        Reply.redirect(302, "/elsewhere").body("x".repeat(2 * ExchangeCalls.MAX_BODY_BYTES));
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    try (FakeServer server = FakeServer.start(request -> redirect, FakeTls.trusted());
        Client client = TestClients.trusting(FakeTls.trustStore());
        BlockingRunner runner = BlockingRunner.onSuppliedClient(client)) {
      Call<Object> transfer =
          now ->
              Step.transfer(
                  HttpRequest.get(server.uri()),
                  TestCalls.LONG,
                  ExchangeCalls.MAX_BODY_BYTES,
                  head -> {
                    statuses.add(head.status());
                    return Optional.empty();
                  },
                  (response, then) -> Step.done(response),
                  (failure, then) -> Step.done(failure));
      Object result = runner.start(transfer).await();
      assertThat(((TransportFailure) result).kind()).isEqualTo(Kind.TOO_LARGE);
      assertThat(statuses).containsExactly(302);
    }
  }

  @Test
  void hostThatBeginsWithXnFailsWithAnExplanation() throws Exception {
    try (Client client = TestClients.recommended().build();
        BlockingRunner runner = BlockingRunner.onSuppliedClient(client)) {
      URI address = URI.create("http://xn--bcher-kva.invalid/");
      Object result = runner.start(TestCalls.send(address, TestCalls.LONG)).await();
      assertThat(((TransportFailure) result).cause().orElseThrow())
          .hasMessageContaining("cannot send to a host that begins with xn--");
    }
  }

  @Test
  void clientOnTheDefaultConnectorIsRejectedWithAdvice() {
    try (FakeAtlas atlas = FakeAtlas.start();
        Client client = TestClients.jerseyWithDefaults()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JerseyRestoreJobs.create(atlas.config(), client))
          .withMessageContaining("HttpURLConnection")
          .withMessageContaining("connectorProvider(new Apache5ConnectorProvider())");
    }
  }

  @Test
  void clientsOnTheApacheConnectorAreAccepted() {
    try (FakeAtlas atlas = FakeAtlas.start();
        Client recommended = TestClients.recommended().build();
        Client withDefaults = TestClients.apacheWithDefaults();
        JerseyRestoreJobs first = JerseyRestoreJobs.create(atlas.config(), recommended);
        JerseyRestoreJobs second = JerseyRestoreJobs.create(atlas.config(), withDefaults)) {
      assertThat(first).isNotSameAs(second);
    }
  }
}
