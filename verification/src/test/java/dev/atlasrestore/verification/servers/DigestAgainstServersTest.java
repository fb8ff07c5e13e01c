package dev.atlasrestore.verification.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import dev.atlasrestore.verification.servers.DigestTable.Column;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests digest on every transport against servers of other projects, which count the requests. With
 * {@code -Ddigest.table=docs/digest.md} the class also writes the counts into that page.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(60)
class DigestAgainstServersTest {
  private static final RestoreJobRef JOB = job(0);
  private static final RestoreJobRef OTHER_JOB = job(1);
  private static final int SEQUENTIAL_CALLS = 10;
  private static final int SIMULTANEOUS_CALLS = 16;

  private static final DigestTable TABLE = new DigestTable();
  private static RealServer server;

  @Parameter private DigestCase digest;

  private final Map<Transport, OpenPort> usedClients = new EnumMap<>(Transport.class);

  @BeforeParameterizedClassInvocation
  static void startServer(DigestCase digest) {
    server = digest.start();
    // The first response of a server is slow, and a nonce would age meanwhile.
    new ManualClient(server).challenge();
  }

  @AfterParameterizedClassInvocation
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closeClients() {
    usedClients.values().forEach(OpenPort::close);
  }

  @AfterAll
  static void writeTable() {
    TABLE.writeIfRequested();
  }

  @ParameterizedTest
  @EnumSource
  void firstCallTakesTwoRequestsAndLaterCallsTakeOne(Transport transport) {
    try (OpenPort jobs = open(transport, RealServer.PASSWORD)) {
      long start = System.nanoTime();
      CallCost first = CallCost.ofSequentialCalls(server, jobs, List.of(JOB));
      CallCost second = CallCost.ofSequentialCalls(server, jobs, List.of(OTHER_JOB));
      List<RestoreJobRef> rest = Collections.nCopies(SEQUENTIAL_CALLS - 2, JOB);
      CallCost later = CallCost.ofSequentialCalls(server, jobs, rest);
      TABLE.put(digest, transport, Column.FIRST, first.cell());
      TABLE.put(digest, transport, Column.SECOND, second.cell());

      int expired = expiredNonces(Duration.ofNanos(System.nanoTime() - start));
      assertSucceeded(first, 1, 2, expired);
      assertSucceeded(second, 1, 1, expired);
      assertSucceeded(later, rest.size(), digest.sequentialRequests(SEQUENTIAL_CALLS) - 3, expired);
      // A call opens another connection if the previous connection is not yet back in the pool.
      assertThat(later.counts().connections()).isLessThanOrEqualTo(SEQUENTIAL_CALLS / 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void simultaneousFirstCallsSucceed(Transport transport) {
    List<RestoreJobRef> refs =
        IntStream.range(0, SIMULTANEOUS_CALLS).mapToObj(DigestAgainstServersTest::job).toList();
    try (OpenPort jobs = open(transport, RealServer.PASSWORD)) {
      CallCost calls = CallCost.ofSimultaneousCalls(server, jobs, refs);
      TABLE.put(digest, transport, Column.AT_ONCE, calls.cell());

      assertThat(calls.failures()).isEmpty();
      int max =
          digest.maxSimultaneousRequests(SIMULTANEOUS_CALLS)
              + SIMULTANEOUS_CALLS * expiredNonces(calls.duration());
      assertThat(calls.counts().requests()).isBetween(SIMULTANEOUS_CALLS + 1, max);
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongKeyTakesTwoRequests(Transport transport) {
    try (OpenPort jobs = open(transport, "wrong")) {
      CallCost call = CallCost.ofSequentialCalls(server, jobs, List.of(JOB));
      TABLE.put(digest, transport, Column.WRONG_KEY, "" + call.counts().requests());

      assertThat(call.failures()).singleElement().isInstanceOf(AuthenticationException.class);
      assertThat(call.counts().requests()).isBetween(2, 2 + expiredNonces(call.duration()));
      assertThat(call.counts().unauthorized()).isEqualTo(call.counts().requests());
    }
  }

  @TestFactory
  Stream<DynamicTest> expiredNonceCostsOneMoreRequest() {
    if (digest.nonceLifetime().isZero()) {
      return Stream.empty();
    }
    useEachClientOnce();
    assertThat(server.staysUp(digest.nonceLifetime())).isTrue();
    return callsWithNewNonces(Column.EXPIRED);
  }

  @TestFactory
  Stream<DynamicTest> restartedServerCostsOneMoreRequest() {
    if (!digest.isDefault()) {
      return Stream.empty();
    }
    useEachClientOnce();
    server.restart();
    return callsWithNewNonces(Column.RESTARTED);
  }

  private void useEachClientOnce() {
    for (Transport transport : Transport.values()) {
      OpenPort jobs = open(transport, RealServer.PASSWORD);
      usedClients.put(transport, jobs);
      jobs.get(JOB);
    }
  }

  private Stream<DynamicTest> callsWithNewNonces(Column column) {
    return usedClients.entrySet().stream()
        .map(
            client ->
                DynamicTest.dynamicTest(
                    client.getKey().toString(),
                    () -> {
                      CallCost call =
                          CallCost.ofSequentialCalls(server, client.getValue(), List.of(JOB));
                      TABLE.put(digest, client.getKey(), column, call.cell());
                      assertSucceeded(call, 1, 2, expiredNonces(call.duration()));
                    }));
  }

  private static void assertSucceeded(CallCost measured, int calls, int requests, int expired) {
    assertThat(measured.failures()).isEmpty();
    assertThat(measured.counts().requests()).isBetween(requests, requests + expired);
    assertThat(measured.counts().unauthorized()).isEqualTo(measured.counts().requests() - calls);
  }

  /** Returns how many nonces may have expired in this time. On a fast machine it is none. */
  private int expiredNonces(Duration time) {
    Duration lifetime = digest.nonceLifetime();
    return lifetime.isZero() ? 0 : (int) time.dividedBy(lifetime);
  }

  private static OpenPort open(Transport transport, String password) {
    AtlasConfig config =
        AtlasConfig.of(server.baseUri(), new ApiKey(RealServer.USER, password))
            .withRetry(RetryPolicy.defaults().withBaseDelay(Duration.ofMillis(20)));
    return transport.open(config);
  }

  private static RestoreJobRef job(int number) {
    return new RestoreJobRef(
        "5a0a1e7e0f2912c554080ae6", "billing", "5a66783b80eef5354c77ee%02x".formatted(number));
  }
}
