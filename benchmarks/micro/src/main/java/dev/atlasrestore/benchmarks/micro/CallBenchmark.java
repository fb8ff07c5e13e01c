package dev.atlasrestore.benchmarks.micro;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.RestoreJobCalls;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A whole {@code get} with a cached nonce and without a network: request, signature, response, job.
 * The simulated server accepts every nonce. The client replaces its nonce after a thousand calls,
 * so one call in a thousand has a second exchange for a challenge.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

  private static final List<HttpHeader> RESPONSE_HEADERS =
      List.of(
          new HttpHeader("Date", "Tue, 10 Mar 2026 00:11:25 GMT"),
          new HttpHeader("Content-Type", "application/json"),
          new HttpHeader("Strict-Transport-Security", "max-age=31536000; includeSubdomains;"),
          new HttpHeader("Vary", "Accept-Encoding"),
          new HttpHeader("Content-Length", "880"));

  private final HttpResponse challenge =
      HttpResponse.of(
          401,
          List.of(
              new HttpHeader(
                  "WWW-Authenticate",
                  "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg\", "
                      + "algorithm=MD5, qop=\"auth\", stale=false")),
          new byte[0]);
  private final byte[] body = ExampleDocument.body();

  private final ElapsedClock clock = new ElapsedClock();
  private final RestoreJobRef ref = RestoreJobFixtures.ref();
  private final AtlasConfig config =
      AtlasConfig.atlas(new ApiKey("ABCDEFGH", "12345678-9abc-def0-1234-56789abcdef0"));
  private final RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
  private final RestoreJobCalls callsWithoutDecoding =
      new RestoreJobCalls(config, new FixedJobCodec(RestoreJobFixtures.finished()));

  /** Runs all steps of core, with a codec that returns a fixed job. */
  @Benchmark
  public RestoreJob steps() {
    return run(callsWithoutDecoding);
  }

  /** Runs all steps of core with the JSON-B codec: the cost of a fetch without its transport. */
  @Benchmark
  public RestoreJob stepsAndDecoding() {
    return run(calls);
  }

  private RestoreJob run(RestoreJobCalls calls) {
    Step<RestoreJob> step = calls.get(ref).start(clock.instant());
    while (step instanceof Step.Send<RestoreJob> send) {
      step = send.answered(respond(send.request()), clock.instant());
    }
    return ((Step.Done<RestoreJob>) step).value();
  }

  private HttpResponse respond(HttpRequest request) {
    for (HttpHeader header : request.headers()) {
      if (header.is("Authorization")) {
        return HttpResponse.of(200, RESPONSE_HEADERS, body);
      }
    }
    return challenge;
  }

  /** A codec that returns a fixed job for every body. */
  private record FixedJobCodec(RestoreJob job)
      implements RestoreJobCodec, RestoreJobCodec.Document {

    @Override
    public Document read(byte[] body) {
      return this;
    }

    @Override
    public OptionalInt envelopeStatus() {
      return OptionalInt.empty();
    }

    @Override
    public ApiError error() {
      return ApiError.NONE;
    }
  }
}
