package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.TestTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** Defects of runners within one exchange. */
final class ExchangeDefects {

  private ExchangeDefects() {}

  static List<Defect<RunnerUnderTest>> all() {
    return List.of(
        new Defect<>(
            "decodes targets", "requestTargetArrivesByteForByte", ExchangeDefects::decodingTargets),
        new Defect<>(
            "sends another Host",
            "hostHasTheBracketsOfAnIpv6Address",
            ExchangeDefects::sendingToTheIpv4Address),
        new Defect<>(
            "keeps only one of repeated fields",
            "repeatedHeaderFieldsAreReturnedInOrder",
            () ->
                changing(
                    fields -> {
                      Map<String, HttpHeader> last = new LinkedHashMap<>();
                      fields.forEach(field -> last.put(field.name(), field));
                      return new ArrayList<>(last.values());
                    })),
        new Defect<>(
            "reverses repeated fields",
            "repeatedHeaderFieldsAreReturnedInOrder",
            () ->
                changing(
                    fields -> {
                      Collections.reverse(fields);
                      return fields;
                    })),
        new Defect<>(
            "sends twice", "requestWithAResponseIsNotSentAgain", ExchangeDefects::sendingTwice),
        new Defect<>(
            "sends every request twice",
            "closedPooledConnectionDeliversNoRequestTwice",
            ExchangeDefects::sendingTwice),
        new Defect<>("repeats dropped requests", "droppedRequestIsNotSentAgain", ToyRunner::new),
        new Defect<>(
            "repeats requests four times",
            "requestOnAReusedConnectionIsNotSentAgain",
            ExchangeDefects::sendingFourTimes),
        new Defect<>(
            "does not know the connection", "lossOnAReusedConnectionIsReported", ToyRunner::new),
        new Defect<>(
            "reports every connection as reused",
            "lossOnANewConnectionIsNotReported",
            ExchangeDefects::reportingEveryConnectionAsReused),
        new Defect<>(
            "reports every connection as reused",
            "brokenResponseIsNotReported",
            ExchangeDefects::reportingEveryConnectionAsReused),
        new Defect<>(
            "does not know the connection", "idleConnectionsAreDroppedAfterALoss", ToyRunner::new),
        new Defect<>(
            "requests compression",
            "requestHasOnlyItsOwnHeaderFields",
            ExchangeDefects::requestingCompression),
        new Defect<>(
            "follows redirects",
            "redirectIsReturned",
            () -> on(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS))),
        new Defect<>(
            "answers challenges",
            "challengeIsReturned",
            () -> on(HttpClient.newBuilder().authenticator(withPassword()))),
        new Defect<>(
            "accepts half a body", "truncatedBodyIsAFailure", ExchangeDefects::acceptingHalfABody),
        new Defect<>(
            "accepts half a body",
            "truncatedBodyHasTheKindTruncated",
            ExchangeDefects::acceptingHalfABody),
        new Defect<>(
            "reports refused connections as unknown",
            "refusedConnectionIsReportedAsNotSent",
            () -> reporting(TransportFailure.unknown(Kind.REFUSED))),
        new Defect<>(
            "reports every failure as not sent",
            "connectionLostAfterTheRequestIsReportedAsUnknown",
            () -> reporting(TransportFailure.notSent(Kind.CLOSED))),
        new Defect<>(
            "ends early", "missingResponseTimesOut", () -> timing(timeout -> Duration.ofMillis(1))),
        endingLate("missingResponseTimesOut"),
        endingLate("stalledBodyTimesOut"),
        endingLate("slowBodyTimesOut"),
        endingLate("slowHeadTimesOut"),
        endingLate("pendingConnectionTimesOut"),
        new Defect<>(
            "does not abort exchanges",
            "timeoutFreesTheConnection",
            ExchangeDefects::neverAborting),
        new Defect<>(
            "loses places in the pool",
            "timeoutAtAnyMomentFreesTheConnection",
            ExchangeDefects::losingPlaces),
        endingLate("endlessInformationalResponsesTimeOut"),
        endingLate("hangingHandshakeTimesOut"),
        endingLate("slowHandshakeTimesOut"),
        new Defect<>(
            "has no limit", "bodyOverTheLimitIsAFailure", () -> limiting(limit -> 1 << 30)),
        new Defect<>(
            "has a lower limit", "bodyOfTheLimitIsReturned", () -> limiting(limit -> limit - 1)),
        new Defect<>("does not know the kind", "hugeHeaderSectionIsAFailure", ToyRunner::new),
        new Defect<>(
            "accepts 100 fields", "largeHeaderSectionIsAccepted", ExchangeDefects::limitingFields),
        new Defect<>(
            "reads a body to its end", "endlessBodyIsAborted", ExchangeDefects::readingToTheEnd),
        new Defect<>(
            "waits for the end of framing",
            "endlessFramingIsAborted",
            () -> reporting(TransportFailure.unknown(Kind.TIMEOUT))),
        new Defect<>(
            "inflates bodies", "unrequestedCompressionIsNotInflated", ExchangeDefects::inflating),
        new Defect<>(
            "reports a timeout for a huge chunk",
            "impossibleChunkSizeIsAFailure",
            ExchangeDefects::timingOut),
        new Defect<>(
            "believes the first length",
            "contradictoryLengthsGiveTheWholeBodyOrAFailure",
            NaiveRunner::new),
        new Defect<>("trusts no certificate", "trustedCertificateIsAccepted", ToyRunner::new),
        new Defect<>(
            "trusts every certificate",
            "invalidCertificateIsRejected",
            ExchangeDefects::trustingAll),
        new Defect<>(
            "trusts every certificate", "unknownAuthorityIsRejected", ExchangeDefects::trustingAll),
        new Defect<>(
            "returns any bytes as the response",
            "pipelinedResponseIsNotTheNextResponse",
            NaiveRunner::new),
        new Defect<>(
            "returns any bytes as the response",
            "unsolicitedResponseIsNotTheNextResponse",
            NaiveRunner::new),
        new Defect<>(
            "returns any bytes as the response",
            "extraBytesAreNotPartOfTheNextResponse",
            NaiveRunner::new));
  }

  private static Defect<RunnerUnderTest> endingLate(String test) {
    return new Defect<>("ends late", test, () -> timing(timeout -> timeout.plusMillis(800)));
  }

  static Authenticator withPassword() {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication("user", "password".toCharArray());
      }
    };
  }

  static ToyRunner on(HttpClient.Builder client) {
    return new ToyRunner() {
      @Override
      HttpClient client() {
        return client.version(HttpClient.Version.HTTP_1_1).build();
      }
    };
  }

  private static ToyRunner decodingTargets() {
    return new ToyRunner() {
      @Override
      HttpRequest request(Step.Exchange<?> send) {
        String uri = send.request().uri().toString();
        return HttpRequest.newBuilder(URI.create(uri.replace("%2F", "/"))).build();
      }
    };
  }

  private static ToyRunner sendingToTheIpv4Address() {
    return new ToyRunner() {
      @Override
      HttpRequest request(Step.Exchange<?> send) {
        String uri = send.request().uri().toString();
        return HttpRequest.newBuilder(URI.create(uri.replace("[::ffff:127.0.0.1]", "127.0.0.1")))
            .build();
      }
    };
  }

  static ToyRunner changing(Function<List<HttpHeader>, List<HttpHeader>> fields) {
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> response) {
        List<HttpHeader> all = new ArrayList<>(super.response(response).headers());
        return HttpResponse.of(response.statusCode(), fields.apply(all), response.body());
      }
    };
  }

  static ToyRunner sendingTwice() {
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        super.send(send);
        return super.send(send);
      }
    };
  }

  private static ToyRunner sendingFourTimes() {
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
          super.send(send);
        }
        return super.send(send);
      }
    };
  }

  static ToyRunner requestingCompression() {
    return new ToyRunner() {
      @Override
      HttpRequest request(Step.Exchange<?> send) {
        return HttpRequest.newBuilder(super.request(send), (name, value) -> true)
            .header("Accept-Encoding", "gzip")
            .build();
      }
    };
  }

  static ToyRunner acceptingHalfABody() {
    return new ToyRunner() {
      @Override
      <T> Step<T> unanswered(Step.Send<T> send, Throwable error, LimitedBody.Handler body) {
        return body.hasStarted()
            ? send.answered(HttpResponse.of(200, List.of(), new byte[0]), now())
            : super.unanswered(send, error, body);
      }
    };
  }

  static ToyRunner reporting(TransportFailure failure) {
    return new ToyRunner() {
      @Override
      TransportFailure failure(Throwable error, LimitedBody.Handler body) {
        return failure;
      }
    };
  }

  private static ToyRunner reportingEveryConnectionAsReused() {
    return reporting(
        TransportFailure.unknown(TransportFailure.Kind.CLOSED).withReusedConnection(true));
  }

  private static ToyRunner trustingAll() {
    return on(HttpClient.newBuilder().sslContext(TestTls.trustingAll()));
  }

  private static ToyRunner inflating() {
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> response) {
        try (var inflated = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
          return HttpResponse.of(response.statusCode(), List.of(), inflated.readAllBytes());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  static ToyRunner timing(Function<Duration, Duration> timeout) {
    return new ToyRunner() {
      @Override
      Duration timeout(Step.Send<?> send) {
        return timeout.apply(send.timeout());
      }
    };
  }

  /** Sends nothing: the JDK's client reads a huge chunk in a loop that never ends. */
  private static ToyRunner timingOut() {
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) {
        return send.unanswered(TransportFailure.unknown(Kind.TIMEOUT), now());
      }
    };
  }

  private static ToyRunner neverAborting() {
    return new ToyRunner() {
      @Override
      void abort(Future<?> exchange) {
        // The exchange continues.
      }
    };
  }

  /** Has a pool of places, and loses a place at every timeout. */
  private static ToyRunner losingPlaces() {
    AtomicInteger places = new AtomicInteger(4);
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        try {
          return places.getAndDecrement() > 0
              ? super.send(send)
              : send.unanswered(TransportFailure.notSent(Kind.POOL_EXHAUSTED), now());
        } finally {
          places.incrementAndGet();
        }
      }

      @Override
      void abort(Future<?> exchange) {
        super.abort(exchange);
        places.decrementAndGet();
      }
    };
  }

  static ToyRunner limiting(Function<Integer, Integer> limit) {
    return new ToyRunner() {
      @Override
      LimitedBody.Handler body(Step.Send<?> send) {
        return new LimitedBody.Handler(limit.apply(send.maxBodyBytes()), true);
      }
    };
  }

  private static ToyRunner limitingFields() {
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        Step<T> next = super.send(send);
        boolean tooMany =
            next instanceof Step.Done<T> done
                && done.value() instanceof HttpResponse response
                && response.headers().size() > 100;
        return tooMany
            ? send.unanswered(TransportFailure.unknown(Kind.HEAD_TOO_LARGE), now())
            : next;
      }
    };
  }

  private static ToyRunner readingToTheEnd() {
    return new ToyRunner() {
      @Override
      LimitedBody.Handler body(Step.Send<?> send) {
        return new LimitedBody.Handler(send.maxBodyBytes(), false);
      }
    };
  }
}
