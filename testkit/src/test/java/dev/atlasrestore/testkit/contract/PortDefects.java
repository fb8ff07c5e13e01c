package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Defects of ports. */
final class PortDefects {

  private static final Duration LONG_DELAY = Duration.ofMillis(100);

  private PortDefects() {}

  /** Creates a defective port for a configuration. */
  interface BrokenPort extends Function<AtlasConfig, OpenPort> {}

  static List<Defect<BrokenPort>> all() {
    return Stream.of(
            ConnectionDefects.all(),
            ofRunners(),
            ofCodecs(),
            ofConfigurations(),
            ofPorts(),
            ListDefects.all(),
            GoalDefects.all(),
            DownloadDefects.all(),
            ProxyDefects.ofPorts(),
            SurvivalDefects.all(),
            WaitDefects.all())
        .flatMap(List::stream)
        .toList();
  }

  private static Defect<BrokenPort> defect(String description, String test, BrokenPort broken) {
    return new Defect<>(description, test, () -> broken);
  }

  private static List<Defect<BrokenPort>> ofRunners() {
    HttpClient.Redirect always = HttpClient.Redirect.ALWAYS;
    return List.of(
        on(
            "accepts half a body",
            "brokenBodyIsRetriedAndNeverRead",
            ExchangeDefects::acceptingHalfABody),
        on(
            "reports every failure as closed",
            "brokenBodyHasTheKindTruncated",
            () -> failingWith(Kind.CLOSED)),
        on(
            "reports every failure as closed",
            "responseThatIsNotHttpIsMalformed",
            () -> failingWith(Kind.CLOSED)),
        on(
            "returns a job for every failure",
            "impossibleStatusIsAnError",
            PortDefects::returningAJobForEveryFailure),
        on("sends twice", "informationalResponsesAreSkipped", ExchangeDefects::sendingTwice),
        on("reports too large as closed", "endlessBodyIsTooLarge", () -> failingWith(Kind.CLOSED)),
        on(
            "has no limit",
            "documentOverTheLimitIsTooLarge",
            () -> ExchangeDefects.limiting(limit -> 1 << 30)),
        on(
            "returns a job for every failure",
            "hugeHeadIsAFailure",
            PortDefects::returningAJobForEveryFailure),
        on(
            "requests compression",
            "compressionIsNotRequested",
            ExchangeDefects::requestingCompression),
        on(
            "follows redirects",
            "redirectIsNotFollowed",
            () -> ExchangeDefects.on(HttpClient.newBuilder().followRedirects(always))),
        on(
            "sends a password in clear text",
            "unsupportedChallengeIsNotAnswered",
            () ->
                ExchangeDefects.on(
                    HttpClient.newBuilder().authenticator(ExchangeDefects.withPassword()))),
        on(
            "ignores stale",
            "repeatedStaleResponsesAreRetried",
            () -> replacing("stale=true", "stale=false")),
        on(
            "ignores rspauth",
            "wrongResponseDigestIsRejected",
            () -> replacing("rspauth", "unknown")),
        on("ignores Retry-After", "retryAfterDelaysTheNextAttempt", () -> without("Retry-After")),
        on("ignores Retry-After", "retryAfterIsReadInEveryForm", () -> without("Retry-After")),
        on(
            "ignores Retry-After",
            "retryAfterBeyondTheDeadlineFailsAtOnce",
            () -> without("Retry-After")));
  }

  private static Defect<BrokenPort> on(
      String description, String test, Supplier<ToyRunner> runner) {
    return defect(description, test, config -> new ToyPort(config, runner.get()));
  }

  private static ToyRunner failingWith(Kind kind) {
    return ExchangeDefects.reporting(TransportFailure.unknown(kind));
  }

  private static ToyRunner returningAJobForEveryFailure() {
    String job = RestoreJobFixtures.json(PortFixture.JOB);
    return new ToyRunner() {
      @Override
      <T> Step<T> unanswered(Step.Send<T> send, Throwable error, LimitedBody.Handler body) {
        byte[] bytes = job.getBytes(StandardCharsets.UTF_8);
        return send.answered(HttpResponse.of(200, List.of(), bytes), now());
      }
    };
  }

  private static ToyRunner replacing(String one, String other) {
    return ExchangeDefects.changing(
        fields ->
            fields.stream()
                .map(f -> new HttpHeader(f.name(), f.value().replace(one, other)))
                .toList());
  }

  private static ToyRunner without(String name) {
    return ExchangeDefects.changing(
        fields -> fields.stream().filter(field -> !field.is(name)).toList());
  }

  private static List<Defect<BrokenPort>> ofCodecs() {
    RestoreJobCodec correct = new JsonbRestoreJobCodec();
    byte[] job = RestoreJobFixtures.json(PortFixture.JOB).getBytes(StandardCharsets.UTF_8);
    RestoreJobCodec alwaysTheSame = body -> correct.read(job);
    RestoreJobCodec latin =
        body ->
            correct.read(
                new String(body, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8));
    RestoreJobCodec withoutEnvelope = body -> new NoEnvelope(correct.read(body));
    return List.of(
        with("decodes every body as a job", "successWithoutAJobIsADecodingError", alwaysTheSame),
        with("decodes every body as a job", "unrequestedCompressionIsNotInflated", alwaysTheSame),
        with(
            "decodes every body as a job",
            "bodyThatIsNotOneDocumentIsADecodingError",
            alwaysTheSame),
        with("decodes every job as the same job", "everyKindOfJobIsDecoded", alwaysTheSame),
        with("decodes every job as the same job", "everySpellingOfAJobIsDecoded", alwaysTheSame),
        with(
            "decodes every job as the same job",
            "wrongTypeOfARequiredMemberIsADecodingError",
            alwaysTheSame),
        with(
            "decodes every job as the same job",
            "unreadableOptionalMemberIsAbsentAndListed",
            alwaysTheSame),
        with(
            "decodes every job as the same job", "numberIsDecodedFromANumberOrText", alwaysTheSame),
        with("decodes another charset", "byteOrderMarkAndCharsetLabelAreIgnored", latin),
        with("ignores the status in an envelope", "statusInTheEnvelopeCounts", withoutEnvelope));
  }

  private static Defect<BrokenPort> with(String description, String test, RestoreJobCodec codec) {
    return defect(description, test, config -> new ToyPort(config, codec, new ToyRunner()));
  }

  private record NoEnvelope(RestoreJobCodec.Document inner) implements RestoreJobCodec.Document {
    @Override
    public OptionalInt envelopeStatus() {
      return OptionalInt.empty();
    }

    @Override
    public RestoreJob job() {
      return inner.job();
    }

    @Override
    public ApiError error() {
      return inner.error();
    }
  }

  private static List<Defect<BrokenPort>> ofConfigurations() {
    RetryPolicy slow = RetryPolicy.defaults().withBaseDelay(LONG_DELAY).withMaxDelay(LONG_DELAY);
    return List.of(
        configured(
            "never retries", "transientStatusIsRetried", c -> c.withRetry(RetryPolicy.none())),
        configured(
            "ignores the configured generator",
            "backOffDoublesUpToItsMaximum",
            c -> c.withRandom(new Random(1))),
        configured(
            "has a longer back-off",
            "unreadableRetryAfterLeavesTheBackOff",
            c -> c.withRetry(slow)),
        configured(
            "uses another base URI",
            "trailingSlashOfTheBaseUriIsIgnored",
            c -> at(c, c.baseUri() + "/x", c.key())),
        configured(
            "allows plain http", "plainHttpToARemoteHostIsRejected", c -> c.withPlainHttp(true)),
        configured(
            "replaces characters of the key",
            "nonAsciiKeyNeedsUtf8",
            c -> at(c, c.baseUri().toString(), new ApiKey("schl?ssel", c.key().privateKey()))),
        configured(
            "ignores envelope and pretty",
            "envelopeAndPrettyAreDecodedAlike",
            c -> c.withEnvelope(false).withPretty(false)));
  }

  private static Defect<BrokenPort> configured(
      String description, String test, UnaryOperator<AtlasConfig> change) {
    return defect(description, test, config -> new ToyPort(change.apply(config)));
  }

  private static AtlasConfig at(AtlasConfig config, String base, ApiKey key) {
    return AtlasConfig.of(URI.create(base), key).withRetry(config.retry());
  }

  private static List<Defect<BrokenPort>> ofPorts() {
    return List.of(
        reading("repeats a refused call", "wrongKeyCostsTwoRequests", PortDefects::twiceIfRefused),
        reading(
            "repeats a refused call",
            "endlessStaleResponsesAreRetried",
            PortDefects::twiceIfRefused),
        defect("forgets nonces", "onlyTheFirstCallIsChallenged", PortDefects::forgettingNonces),
        defect("forgets nonces", "expiredNonceCostsOneMoreRequest", PortDefects::forgettingNonces),
        defect(
            "forgets nonces",
            "concurrentFirstCallsShareOneChallenge",
            PortDefects::forgettingNonces),
        reading("reads twice", "oneTimeNonceCostsAtMostOneMoreRequest", PortDefects::twice),
        reading("reads twice", "concurrentCallsSucceedOnAStrictServer", PortDefects::twice),
        reading(
            "throws the same type for every error",
            "errorStatusIsTypedAndNotRetried",
            PortDefects::withOneErrorType),
        reading(
            "throws the same type for every error",
            "errorMembersAreKept",
            PortDefects::withOneErrorType),
        reading(
            "throws the same type for every error",
            "unknownJobIsNotFound",
            PortDefects::withOneErrorType),
        reading(
            "throws the same type for every error",
            "missingPermissionIsNotAWrongKey",
            PortDefects::withOneErrorType),
        defect("keeps connections open", "closedClientLeavesNoConnectionOpen", ToyPort::new),
        reading(
            "encodes cluster names twice",
            "clusterNameIsOnePathSegment",
            (port, ref) -> port.get(encoded(ref))),
        defect("shows its private key", "secretsAreNeverShown", PortDefects::showingTheKey),
        waiting(
            "polls only once",
            "waitEndsAtATerminalStatus",
            (port, onPoll) -> port.get(PortFixture.REF)),
        waiting(
            "polls only once",
            "unknownStatusIsPolledUntilTheDeadline",
            (port, onPoll) -> port.get(PortFixture.REF)),
        waiting(
            "polls only once",
            "deadlineWithoutAnyResultHoldsNoJob",
            (port, onPoll) -> port.get(PortFixture.REF)),
        waiting(
            "polls only once",
            "transientFailureDoesNotEndAWait",
            (port, onPoll) -> port.get(PortFixture.REF)),
        waiting(
            "polls only once",
            "retryAfterDelaysTheNextPoll",
            (port, onPoll) -> port.get(PortFixture.REF)),
        waiting(
            "polls only once",
            "permanentFailureEndsAWait",
            (port, onPoll) -> port.get(PortFixture.REF)),
        waiting("wraps exceptions of onPoll", "exceptionOfOnPollEndsAWait", PortDefects::wrapped));
  }

  /** A defective read or wait that uses a correct port. */
  @FunctionalInterface
  private interface Operation<A> {
    RestoreJob run(OpenPort correct, A argument);
  }

  private static Defect<BrokenPort> reading(
      String description, String test, Operation<RestoreJobRef> operation) {
    return defect(
        description,
        test,
        config ->
            new ToyPort(config) {
              private final OpenPort correct = new ToyPort(config);

              @Override
              public RestoreJob get(RestoreJobRef ref) {
                return operation.run(correct, ref);
              }
            });
  }

  private static Defect<BrokenPort> waiting(
      String description, String test, Operation<Consumer<? super RestoreJob>> operation) {
    return defect(
        description,
        test,
        config ->
            new ToyPort(config) {
              private final OpenPort correct = new ToyPort(config);

              @Override
              public RestoreJob awaitCompletion(
                  RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
                return operation.run(correct, onPoll);
              }

              @Override
              public RestoreJob awaitCompletion(RestoreJobRef ref) {
                return operation.run(correct, job -> {});
              }
            });
  }

  private static RestoreJob twice(OpenPort port, RestoreJobRef ref) {
    port.get(ref);
    return port.get(ref);
  }

  private static RestoreJob twiceIfRefused(OpenPort port, RestoreJobRef ref) {
    try {
      return port.get(ref);
    } catch (AuthenticationException e) {
      return port.get(ref);
    }
  }

  private static RestoreJob withOneErrorType(OpenPort port, RestoreJobRef ref) {
    try {
      return port.get(ref);
    } catch (AtlasException e) {
      throw new AuthenticationException("failed", ApiError.NONE, CallStats.NONE);
    }
  }

  private static RestoreJob wrapped(OpenPort port, Consumer<? super RestoreJob> onPoll) {
    try {
      return port.awaitCompletion(PortFixture.REF, onPoll);
    } catch (RuntimeException e) {
      throw new IllegalStateException("wrapped", e);
    }
  }

  private static RestoreJobRef encoded(RestoreJobRef ref) {
    return new RestoreJobRef(
        ref.groupId(), URLEncoder.encode(ref.cluster(), StandardCharsets.UTF_8), ref.jobId());
  }

  static OpenPort forgettingNonces(AtlasConfig config) {
    return new ToyPort(config) {
      @Override
      public RestoreJob get(RestoreJobRef ref) {
        return new ToyPort(config).get(ref);
      }
    };
  }

  private static OpenPort showingTheKey(AtlasConfig config) {
    return new ToyPort(config) {
      @Override
      public String toString() {
        return "a port for " + config.key().privateKey();
      }
    };
  }
}
