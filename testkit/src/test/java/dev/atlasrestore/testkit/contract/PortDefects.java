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

/** How ports go wrong. */
final class PortDefects {

  private static final Duration LONG = Duration.ofMillis(100);

  private PortDefects() {}

  /** A port that goes wrong, for a configuration. */
  interface BrokenPort extends Function<AtlasConfig, OpenPort> {}

  static List<Defect<BrokenPort>> all() {
    return Stream.of(
            ConnectionDefects.all(),
            ofRunners(),
            ofCodecs(),
            ofConfigurations(),
            ofPorts(),
            WaitDefects.all())
        .flatMap(List::stream)
        .toList();
  }

  private static Defect<BrokenPort> defect(String what, String foundBy, BrokenPort broken) {
    return new Defect<>(what, foundBy, () -> broken);
  }

  private static List<Defect<BrokenPort>> ofRunners() {
    HttpClient.Redirect always = HttpClient.Redirect.ALWAYS;
    return List.of(
        on("takes half a body", "s05_aBrokenBodyIsR", ExchangeDefects::takingHalfABody),
        on("takes anything for closed", "s05_aBrokenBodyIsC", () -> failingWith(Kind.CLOSED)),
        on("takes anything for closed", "s06_whatIsNot", () -> failingWith(Kind.CLOSED)),
        on("takes anything for a job", "s06_anImpossible", PortDefects::knowingNoFailure),
        on("sends twice", "s06_informational", ExchangeDefects::sendingTwice),
        on("takes too large for closed", "s08_aBody", () -> failingWith(Kind.CLOSED)),
        on("knows no cap", "s08_aDocument", () -> ExchangeDefects.capping(cap -> 1 << 30)),
        on("takes anything for a job", "s08_aHugeHead", PortDefects::knowingNoFailure),
        on("asks for compression", "s08_compression", ExchangeDefects::askingForCompression),
        on(
            "follows redirects",
            "s12",
            () -> ExchangeDefects.on(HttpClient.newBuilder().followRedirects(always))),
        on(
            "sends a password in clear",
            "s13",
            () ->
                ExchangeDefects.on(
                    HttpClient.newBuilder().authenticator(ExchangeDefects.knowingAPassword()))),
        on("knows no stale", "s15_staleAnswers", () -> replacing("stale=true", "stale=false")),
        on("checks no proof", "s15_aWrongProof", () -> replacing("rspauth", "unknown")),
        on("knows no Retry-After", "s17_retryAfter", () -> without("Retry-After")),
        on("knows no Retry-After", "s18", () -> without("Retry-After")));
  }

  private static Defect<BrokenPort> on(String what, String foundBy, Supplier<ToyRunner> runner) {
    return defect(what, foundBy, config -> new ToyPort(config, runner.get()));
  }

  private static ToyRunner failingWith(Kind kind) {
    return ExchangeDefects.reporting(TransportFailure.unknown(kind));
  }

  private static ToyRunner knowingNoFailure() {
    String job = RestoreJobFixtures.json(PortScene.JOB);
    return new ToyRunner() {
      @Override
      <T> Step<T> unanswered(Step.Send<T> send, Throwable error, CappedBody.Handler body) {
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
    RestoreJobCodec good = new JsonbRestoreJobCodec();
    byte[] job = RestoreJobFixtures.json(PortScene.JOB).getBytes(StandardCharsets.UTF_8);
    RestoreJobCodec alwaysTheSame = body -> good.read(job);
    RestoreJobCodec latin =
        body ->
            good.read(
                new String(body, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8));
    RestoreJobCodec withoutEnvelope = body -> new NoEnvelope(good.read(body));
    return List.of(
        with("sees a job everywhere", "s07", alwaysTheSame),
        with("sees a job everywhere", "s08_aBomb", alwaysTheSame),
        with("sees a job everywhere", "s09_whatIsNo", alwaysTheSame),
        with("sees the same job everywhere", "s10_everyShape", alwaysTheSame),
        with("sees the same job everywhere", "s10_whatOnly", alwaysTheSame),
        with("sees the same job everywhere", "s11", alwaysTheSame),
        with("reads another charset", "s09_aByteOrderMark", latin),
        with("knows no inner status", "s26_theInner", withoutEnvelope));
  }

  private static Defect<BrokenPort> with(String what, String foundBy, RestoreJobCodec codec) {
    return defect(what, foundBy, config -> new ToyPort(config, codec, new ToyRunner()));
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
    RetryPolicy slow = RetryPolicy.defaults().withBaseDelay(LONG).withMaxDelay(LONG);
    return List.of(
        configured("never repeats", "s19_passing", c -> c.withRetry(RetryPolicy.none())),
        configured("has its own chance", "s19_theBackOff", c -> c.withRandom(new Random(1))),
        configured("backs off too long", "s17_aRetryAfterThat", c -> c.withRetry(slow)),
        configured("goes elsewhere", "s24_aTrailing", c -> at(c, c.baseUri() + "/x", c.key())),
        configured("allows plain http", "s24_plain", c -> c.withPlainHttp(true)),
        configured(
            "spoils the key",
            "s23_aNonAscii",
            c -> at(c, c.baseUri().toString(), new ApiKey("schl?ssel", c.key().privateKey()))),
        configured("knows no options", "s26_env", c -> c.withEnvelope(false).withPretty(false)));
  }

  private static Defect<BrokenPort> configured(
      String what, String foundBy, UnaryOperator<AtlasConfig> change) {
    return defect(what, foundBy, config -> new ToyPort(change.apply(config)));
  }

  private static AtlasConfig at(AtlasConfig config, String base, ApiKey key) {
    return AtlasConfig.of(URI.create(base), key).withRetry(config.retry());
  }

  private static List<Defect<BrokenPort>> ofPorts() {
    return List.of(
        reading("asks again", "s14", PortDefects::twiceIfRefused),
        reading("asks again", "s15_staleForEver", PortDefects::twiceIfRefused),
        defect("forgets nonces", "s15_theFirst", PortDefects::forgetful),
        defect("forgets nonces", "s15_anExpired", PortDefects::forgetful),
        defect("forgets nonces", "s15_manyFirst", PortDefects::forgetful),
        reading("reads twice", "s15_aOneTime", PortDefects::twice),
        reading("reads twice", "s15_manyCalls", PortDefects::twice),
        reading("flattens errors", "s16_refusals", PortDefects::flattened),
        reading("flattens errors", "s16_everything", PortDefects::flattened),
        reading("flattens errors", "s16_whatIsNot", PortDefects::flattened),
        reading("flattens errors", "s16_aMissing", PortDefects::flattened),
        defect("keeps connections", "s21_aClosed", ToyPort::new),
        reading("encodes twice", "s23_whatever", (port, ref) -> port.get(encoded(ref))),
        defect("shows its key", "s25", PortDefects::talkative),
        waiting("looks once", "s27_aWaitEnds", (port, onPoll) -> port.get(PortScene.REF)),
        waiting("looks once", "s27_anUnknown", (port, onPoll) -> port.get(PortScene.REF)),
        waiting("looks once", "s27_aDeadline", (port, onPoll) -> port.get(PortScene.REF)),
        waiting("looks once", "s27_passing", (port, onPoll) -> port.get(PortScene.REF)),
        waiting("looks once", "s27_aWaitThatIs", (port, onPoll) -> port.get(PortScene.REF)),
        waiting("looks once", "s27_whatIsNot", (port, onPoll) -> port.get(PortScene.REF)),
        waiting("wraps what is thrown", "s27_whatOnPoll", PortDefects::wrapped));
  }

  /** How a port reads, or waits. */
  @FunctionalInterface
  private interface Way<A> {
    RestoreJob of(OpenPort good, A argument);
  }

  private static Defect<BrokenPort> reading(String what, String foundBy, Way<RestoreJobRef> way) {
    return defect(
        what,
        foundBy,
        config ->
            new ToyPort(config) {
              private final OpenPort good = new ToyPort(config);

              @Override
              public RestoreJob get(RestoreJobRef ref) {
                return way.of(good, ref);
              }
            });
  }

  private static Defect<BrokenPort> waiting(
      String what, String foundBy, Way<Consumer<? super RestoreJob>> way) {
    return defect(
        what,
        foundBy,
        config ->
            new ToyPort(config) {
              private final OpenPort good = new ToyPort(config);

              @Override
              public RestoreJob awaitCompletion(
                  RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
                return way.of(good, onPoll);
              }

              @Override
              public RestoreJob awaitCompletion(RestoreJobRef ref) {
                return way.of(good, job -> {});
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

  private static RestoreJob flattened(OpenPort port, RestoreJobRef ref) {
    try {
      return port.get(ref);
    } catch (AtlasException e) {
      throw new AuthenticationException("it failed", ApiError.NONE, CallStats.NONE);
    }
  }

  private static RestoreJob wrapped(OpenPort port, Consumer<? super RestoreJob> onPoll) {
    try {
      return port.awaitCompletion(PortScene.REF, onPoll);
    } catch (RuntimeException e) {
      throw new IllegalStateException("wrapped", e);
    }
  }

  private static RestoreJobRef encoded(RestoreJobRef ref) {
    return new RestoreJobRef(
        ref.groupId(), URLEncoder.encode(ref.cluster(), StandardCharsets.UTF_8), ref.jobId());
  }

  private static OpenPort forgetful(AtlasConfig config) {
    return new ToyPort(config) {
      @Override
      public RestoreJob get(RestoreJobRef ref) {
        return new ToyPort(config).get(ref);
      }
    };
  }

  private static OpenPort talkative(AtlasConfig config) {
    return new ToyPort(config) {
      @Override
      public String toString() {
        return "a port for " + config.key().privateKey();
      }
    };
  }
}
