package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Defects of ports that are about connections, retries and closing. */
final class ConnectionDefects {

  private ConnectionDefects() {}

  static List<Defect<BrokenPort>> all() {
    return List.of(
        retrying("lostConnectionIsRetried", RetryPolicy.none()),
        retrying("connectionLostInTheHeadIsRetried", RetryPolicy.none()),
        retrying("refusedConnectionIsRetried", RetryPolicy.none()),
        on(
            "returns any bytes as the response",
            "closedPooledConnectionFailsNoCall",
            NaiveRunner::new),
        retrying("unknownHostIsRetried", RetryPolicy.none()),
        retrying("hostInPunycodeIsResolved", RetryPolicy.none()),
        on(
            "does not know the connection",
            "idleConnectionsAreNotUsedAfterATimeout",
            ToyRunner::new),
        endingLate("missingResponseTimesOut"),
        endingLate("slowBodyTimesOut"),
        endingLate("slowHeadTimesOut"),
        endingLate("hangingHandshakeTimesOut"),
        endingLate("pendingConnectionTimesOut"),
        retryingEveryFailure("untrustedServerIsNotRetried"),
        retryingEveryFailure("serverWithoutTlsSeesOneConnection"),
        retryingEveryFailure("invalidCertificateIsNotRetried"),
        retryingEveryFailure("tlsOnAPlainPortIsMalformed"),
        on("returns any bytes as the response", "unsolicitedResponseIsNeverUsed", NaiveRunner::new),
        on(
            "takes a proxy for the service",
            "proxyChallengeIsNotAnswered",
            ConnectionDefects::answeringProxyChallenges),
        retrying("retryBudgetLimitsRetries", quick().withBudget(false)),
        on("does not report that it is closed", "closedClientFailsEveryCall", ToyRunner::new),
        endingLate("exhaustedPoolIsWaitedForUntilTheDeadline"),
        retrying("clockJumpChangesNoDeadline", RetryPolicy.none()));
  }

  private static RetryPolicy quick() {
    return RetryPolicy.defaults()
        .withBaseDelay(Duration.ofMillis(1))
        .withMaxDelay(Duration.ofMillis(1));
  }

  private static Defect<BrokenPort> retrying(String test, RetryPolicy policy) {
    return new Defect<>(
        "has another retry policy", test, () -> config -> new ToyPort(config.withRetry(policy)));
  }

  private static Defect<BrokenPort> retryingEveryFailure(String test) {
    TransportFailure transientFailure = TransportFailure.unknown(Kind.CLOSED);
    return on("retries every failure", test, () -> ExchangeDefects.reporting(transientFailure));
  }

  private static Defect<BrokenPort> endingLate(String test) {
    return on("ends late", test, () -> ExchangeDefects.timing(time -> time.plusMillis(1200)));
  }

  private static Defect<BrokenPort> on(
      String description, String test, Supplier<ToyRunner> runner) {
    return new Defect<>(description, test, () -> config -> new ToyPort(config, runner.get()));
  }

  private static ToyRunner answeringProxyChallenges() {
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> response) {
        List<HttpHeader> fields =
            super.response(response).headers().stream()
                .map(f -> new HttpHeader(f.name().replace("proxy-", "www-"), f.value()))
                .toList();
        int status = response.statusCode() == 407 ? 401 : response.statusCode();
        return HttpResponse.of(status, fields, response.body());
      }
    };
  }
}
