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
 * The digest of every transport against servers that nobody of this project wrote; what each call
 * costs is counted there. What is found goes into the table of {@code docs/digest.md}, if asked.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(60)
class DigestAgainstServersTest {
  private static final RestoreJobRef JOB = job(0);
  private static final RestoreJobRef OTHER_JOB = job(1);
  private static final int CALLS_IN_A_ROW = 10;
  private static final int CALLS_AT_ONCE = 16;

  private static final DigestTable TABLE = new DigestTable();
  private static RealServer server;

  @Parameter private DigestCase digest;

  private final Map<Transport, OpenPort> warm = new EnumMap<>(Transport.class);

  @BeforeParameterizedClassInvocation
  static void startServer(DigestCase digest) {
    server = digest.start();
    new Visitor(server).challenge(); // its first answer is slow, and nonces shall not age by that
  }

  @AfterParameterizedClassInvocation
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closeClients() {
    warm.values().forEach(OpenPort::close);
  }

  @AfterAll
  static void writeTable() {
    TABLE.writeWhereAsked();
  }

  @ParameterizedTest
  @EnumSource
  void theFirstCallTakesTwoRequestsAndEveryLaterOneIsSignedAtOnce(Transport transport) {
    try (OpenPort jobs = open(transport, RealServer.PASSWORD)) {
      long start = System.nanoTime();
      Measured first = Measured.inARow(server, jobs, List.of(JOB));
      Measured second = Measured.inARow(server, jobs, List.of(OTHER_JOB));
      List<RestoreJobRef> eight = Collections.nCopies(CALLS_IN_A_ROW - 2, JOB);
      Measured later = Measured.inARow(server, jobs, eight);
      TABLE.put(digest, transport, Column.FIRST, first.cell());
      TABLE.put(digest, transport, Column.SECOND, second.cell());

      int slow = livesPassed(Duration.ofNanos(System.nanoTime() - start));
      assertSucceeded(first, 1, 2, slow);
      assertSucceeded(second, 1, 1, slow);
      assertSucceeded(later, eight.size(), digest.inARow(CALLS_IN_A_ROW) - 3, slow);
      // one, and more where somebody asks anew before the last answer's connection is free again
      assertThat(later.counts().connections()).isLessThanOrEqualTo(CALLS_IN_A_ROW / 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyFirstCallsAtOnceAllSucceed(Transport transport) {
    List<RestoreJobRef> refs =
        IntStream.range(0, CALLS_AT_ONCE).mapToObj(DigestAgainstServersTest::job).toList();
    try (OpenPort jobs = open(transport, RealServer.PASSWORD)) {
      Measured calls = Measured.atOnce(server, jobs, refs);
      TABLE.put(digest, transport, Column.AT_ONCE, calls.cell());

      assertThat(calls.failures()).isEmpty();
      int most = digest.atOnce(CALLS_AT_ONCE) + CALLS_AT_ONCE * livesPassed(calls.took());
      assertThat(calls.counts().requests()).isBetween(CALLS_AT_ONCE + 1, most);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongKeyTakesTwoRequests(Transport transport) {
    try (OpenPort jobs = open(transport, "wrong")) {
      Measured call = Measured.inARow(server, jobs, List.of(JOB));
      TABLE.put(digest, transport, Column.WRONG_KEY, "" + call.counts().requests());

      assertThat(call.failures()).singleElement().isInstanceOf(AuthenticationException.class);
      assertThat(call.counts().requests()).isBetween(2, 2 + livesPassed(call.took()));
      assertThat(call.counts().unauthorized()).isEqualTo(call.counts().requests());
    }
  }

  @TestFactory
  Stream<DynamicTest> aNonceThatHasGrownTooOldIsRenewedWithOneMoreRequest() {
    if (digest.life().isZero()) {
      return Stream.empty();
    }
    warmUp();
    assertThat(server.staysUp(digest.life())).isTrue();
    return callsOnNewNonces(Column.EXPIRED);
  }

  @TestFactory
  Stream<DynamicTest> aServerThatForgotItsNoncesIsAnsweredWithOneMoreRequest() {
    if (!digest.isDefault()) {
      return Stream.empty();
    }
    warmUp();
    server.restart();
    return callsOnNewNonces(Column.RESTARTED);
  }

  private void warmUp() {
    for (Transport transport : Transport.values()) {
      OpenPort jobs = open(transport, RealServer.PASSWORD);
      warm.put(transport, jobs);
      jobs.get(JOB);
    }
  }

  private Stream<DynamicTest> callsOnNewNonces(Column column) {
    return warm.entrySet().stream()
        .map(
            client ->
                DynamicTest.dynamicTest(
                    client.getKey().toString(),
                    () -> {
                      Measured call = Measured.inARow(server, client.getValue(), List.of(JOB));
                      TABLE.put(digest, client.getKey(), column, call.cell());
                      assertSucceeded(call, 1, 2, livesPassed(call.took()));
                    }));
  }

  private static void assertSucceeded(Measured measured, int calls, int requests, int slow) {
    assertThat(measured.failures()).isEmpty();
    assertThat(measured.counts().requests()).isBetween(requests, requests + slow);
    assertThat(measured.counts().unauthorized()).isEqualTo(measured.counts().requests() - calls);
  }

  /** Returns how many nonces may have grown too old meanwhile: none, unless the machine is slow. */
  private int livesPassed(Duration time) {
    Duration life = digest.life();
    return life.isZero() ? 0 : (int) time.dividedBy(life);
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
