package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.testkit.contract.PortDefects.BrokenPort;
import java.util.List;
import java.util.stream.Stream;

/** Defects of ports that end a wait too early or too late, or that lose a request. */
final class SurvivalDefects {

  private SurvivalDefects() {}

  static List<Defect<BrokenPort>> all() {
    Stream<Defect<BrokenPort>> endingTooEarly =
        Stream.of(
                "responseOfAnotherServerDoesNotEndAWait",
                "responseThatIsNotHttpDoesNotEndAWait",
                "documentThatIsNotAJobDoesNotEndAWait",
                "staleNoncesDoNotEndAWait",
                "twoRefusalsOfTheKeyDoNotEndAWait")
            .map(test -> defect("waits by repeated gets", test, SurvivalDefects::waitingByGets));
    Stream<Defect<BrokenPort>> endingTooLate =
        Stream.of("threeRefusalsOfTheKeyEndAWait", "errorOfTheServiceEndsAWait")
            .map(test -> defect("returns the first job", test, SurvivalDefects::notWaiting));
    Stream<Defect<BrokenPort>> others =
        Stream.of(
            defect(
                "does not retry",
                "waitWithoutAnyResponseFailsLikeAGet",
                SurvivalDefects::withoutRetries),
            defect(
                "does not retry",
                "callTimeoutKeepsTheFailureBeforeIt",
                SurvivalDefects::withoutRetries),
            defect(
                "forgets nonces", "keyThatHasWorkedIsDoubtedOnce", PortDefects::forgettingNonces),
            defect(
                "reports every status as 200",
                "envelopeOfAnotherServerIsNotRead",
                config -> new ToyPort(config, reportingEveryStatusAs200())),
            defect(
                "repeats the nonce count",
                "lostRequestOnAReusedConnectionIsSentOnceMore",
                ToyPort::new),
            defect(
                "returns any bytes as the response",
                "closedPooledConnectionFailsNoCallWithoutRetries",
                config -> new ToyPort(config, new NaiveRunner())));
    return Stream.of(endingTooEarly, endingTooLate, others).flatMap(all -> all).toList();
  }

  private static Defect<BrokenPort> defect(String description, String test, BrokenPort broken) {
    return new Defect<>(description, test, () -> broken);
  }

  private static OpenPort withoutRetries(AtlasConfig config) {
    return new ToyPort(config.withRetry(RetryPolicy.none()));
  }

  private static OpenPort notWaiting(AtlasConfig config) {
    return new ToyPort(config) {
      @Override
      public RestoreJob awaitCompletion(RestoreJobRef ref) {
        return get(ref);
      }
    };
  }

  private static OpenPort waitingByGets(AtlasConfig config) {
    return new ToyPort(config) {
      @Override
      public RestoreJob awaitCompletion(RestoreJobRef ref) {
        RestoreJob job = get(ref);
        while (!job.status().isTerminal()) {
          job = get(ref);
        }
        return job;
      }
    };
  }

  private static ToyRunner reportingEveryStatusAs200() {
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> response) {
        HttpResponse received = super.response(response);
        int status = received.status() == 401 ? 401 : 200;
        return HttpResponse.of(status, received.headers(), received.body());
      }
    };
  }
}
