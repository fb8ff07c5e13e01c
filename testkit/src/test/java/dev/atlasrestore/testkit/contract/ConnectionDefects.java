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

/** How ports go wrong with connections, and over their life. */
final class ConnectionDefects {

  private ConnectionDefects() {}

  static List<Defect<BrokenPort>> all() {
    return List.of(
        repeating("s01_aConnectionThatBreaksIs", RetryPolicy.none()),
        repeating("s01_aConnectionThatBreaksInTheHead", RetryPolicy.none()),
        repeating("s01_aRefused", RetryPolicy.none()),
        on("takes what comes for its answer", "s01_aPooled", NaiveRunner::new),
        takingAnythingForPassing("s02"),
        endingLate("s03_whatIs"),
        endingLate("s03_aBody"),
        endingLate("s03_aHead"),
        endingLate("s03_aHandshake"),
        endingLate("s03_aConnection"),
        takingAnythingForPassing("s04_aServerThatCannotProveItselfIs"),
        takingAnythingForPassing("s04_aServerThatCannotProveItselfSees"),
        takingAnythingForPassing("s04_aCertificate"),
        takingAnythingForPassing("s04_tls"),
        on("takes what comes for its answer", "s06_anAnswerThatNobody", NaiveRunner::new),
        on("takes a proxy for the service", "s13_aProxys", ConnectionDefects::answeringProxies),
        repeating("s20", quick().withBudget(false)),
        on("says nothing of its end", "s21_whoIsClosed", ToyRunner::new),
        endingLate("s22"),
        repeating("s28", RetryPolicy.none()));
  }

  private static RetryPolicy quick() {
    return RetryPolicy.defaults()
        .withBaseDelay(Duration.ofMillis(1))
        .withMaxDelay(Duration.ofMillis(1));
  }

  private static Defect<BrokenPort> repeating(String foundBy, RetryPolicy policy) {
    return new Defect<>(
        "has its own retries", foundBy, () -> config -> new ToyPort(config.withRetry(policy)));
  }

  private static Defect<BrokenPort> takingAnythingForPassing(String foundBy) {
    TransportFailure passing = TransportFailure.unknown(Kind.CLOSED);
    return on("takes anything for passing", foundBy, () -> ExchangeDefects.reporting(passing));
  }

  private static Defect<BrokenPort> endingLate(String foundBy) {
    return on("ends late", foundBy, () -> ExchangeDefects.timing(time -> time.plusMillis(1200)));
  }

  private static Defect<BrokenPort> on(String what, String foundBy, Supplier<ToyRunner> runner) {
    return new Defect<>(what, foundBy, () -> config -> new ToyPort(config, runner.get()));
  }

  private static ToyRunner answeringProxies() {
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> answer) {
        List<HttpHeader> fields =
            super.response(answer).headers().stream()
                .map(f -> new HttpHeader(f.name().replace("proxy-", "www-"), f.value()))
                .toList();
        int status = answer.statusCode() == 407 ? 401 : answer.statusCode();
        return HttpResponse.of(status, fields, answer.body());
      }
    };
  }
}
